/** What the aggregates of regops answer alike: one value by its id, or NOT_FOUND. */
@NullMarked
package ai.kompl.regops.listing;

import org.jspecify.annotations.NullMarked;
