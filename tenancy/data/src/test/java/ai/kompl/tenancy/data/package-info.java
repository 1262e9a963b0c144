/** The promises of the data rooms, against a real PostgreSQL. */
@NullMarked
package ai.kompl.tenancy.data;

import org.jspecify.annotations.NullMarked;
