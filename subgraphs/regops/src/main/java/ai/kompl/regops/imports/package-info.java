/**
 * Imports of catalogues: a background job that checks an uploaded file and writes all of it, or
 * nothing.
 */
@NullMarked
package ai.kompl.regops.imports;

import org.jspecify.annotations.NullMarked;
