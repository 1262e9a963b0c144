/**
 * Who asks and from where: access tokens, browser origins, cross-site forms, and how the caller is
 * passed on to the subgraphs.
 */
@NullMarked
package ai.kompl.gateway.security;

import org.jspecify.annotations.NullMarked;
