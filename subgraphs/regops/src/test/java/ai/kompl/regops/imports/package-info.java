/** Tests of imports against a real database, with workers that are killed. */
@NullMarked
package ai.kompl.regops.imports;

import org.jspecify.annotations.NullMarked;
