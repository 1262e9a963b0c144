/**
 * Frameworks and their released versions: what a tenant has imported, from whom and under which
 * terms. A version never changes once it is in place.
 */
@NullMarked
package ai.kompl.regops.framework;

import org.jspecify.annotations.NullMarked;
