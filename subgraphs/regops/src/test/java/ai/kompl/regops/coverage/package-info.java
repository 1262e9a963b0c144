/** Tests of the links between controls and requirements. */
@NullMarked
package ai.kompl.regops.coverage;

import org.jspecify.annotations.NullMarked;
