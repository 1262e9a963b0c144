/** Tests of regops against real servers, and the data they share. */
@NullMarked
package ai.kompl.regops;

import org.jspecify.annotations.NullMarked;
