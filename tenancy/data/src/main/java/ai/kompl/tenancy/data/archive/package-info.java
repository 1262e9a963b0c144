/**
 * Archives of single tenants: the file format, and what checks a file before anything of it is
 * used. What goes in and comes out is the platform's business, one package up.
 */
@NullMarked
package ai.kompl.tenancy.data.archive;

import org.jspecify.annotations.NullMarked;
