/** Tests of deletion, return and disposal. */
@NullMarked
package ai.kompl.regops.deletion;

import org.jspecify.annotations.NullMarked;
