/** Controls: what a tenant does to meet requirements, and who answers for it. */
@NullMarked
package ai.kompl.regops.control;

import org.jspecify.annotations.NullMarked;
