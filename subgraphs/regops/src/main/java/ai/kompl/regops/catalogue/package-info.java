/**
 * Control catalogues as files: readers for OSCAL JSON and for our own format that turn bytes nobody
 * has vouched for into one checked {@link ai.kompl.regops.catalogue.Catalogue}, or into a report of
 * what is wrong and where. Nothing here knows a database.
 */
@NullMarked
package ai.kompl.regops.catalogue;

import org.jspecify.annotations.NullMarked;
