/** Tests of the catalogue readers on real and on broken files. */
@NullMarked
package ai.kompl.regops.catalogue;

import org.jspecify.annotations.NullMarked;
