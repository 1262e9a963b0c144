/** The promises of ids and callers. */
@NullMarked
package ai.kompl.tenancy.caller;

import org.jspecify.annotations.NullMarked;
