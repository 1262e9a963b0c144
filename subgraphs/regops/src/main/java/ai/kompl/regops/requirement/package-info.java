/**
 * Requirements: the tree that a framework version asks of a tenant, in the order of its catalogue.
 */
@NullMarked
package ai.kompl.regops.requirement;

import org.jspecify.annotations.NullMarked;
