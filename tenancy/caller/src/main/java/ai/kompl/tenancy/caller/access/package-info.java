/**
 * What is told of reading: requests and accesses to personal data, for whoever keeps a record of
 * them. Nothing here keeps one.
 */
@NullMarked
package ai.kompl.tenancy.caller.access;

import org.jspecify.annotations.NullMarked;
