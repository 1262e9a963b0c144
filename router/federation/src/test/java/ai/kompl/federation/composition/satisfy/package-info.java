/** Tests of what the satisfiability check costs. */
@NullMarked
package ai.kompl.federation.composition.satisfy;

import org.jspecify.annotations.NullMarked;
