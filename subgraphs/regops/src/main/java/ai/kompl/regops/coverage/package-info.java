/** Coverage: which controls of a tenant meet which requirements. */
@NullMarked
package ai.kompl.regops.coverage;

import org.jspecify.annotations.NullMarked;
