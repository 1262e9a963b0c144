/**
 * JSON as bytes: a strict validating reader over byte arrays that neither unescapes nor copies, a
 * writer, and the pages that bytes of one request live in. Knows nothing of GraphQL.
 */
@NullMarked
package ai.kompl.federation.json;

import org.jspecify.annotations.NullMarked;
