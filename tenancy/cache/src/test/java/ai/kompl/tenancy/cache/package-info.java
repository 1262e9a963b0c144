/** Promises of the cache. */
@NullMarked
package ai.kompl.tenancy.cache;

import org.jspecify.annotations.NullMarked;
