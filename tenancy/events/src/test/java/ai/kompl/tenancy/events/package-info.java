/** The promises of the event stream, against a real Redis. */
@NullMarked
package ai.kompl.tenancy.events;

import org.jspecify.annotations.NullMarked;
