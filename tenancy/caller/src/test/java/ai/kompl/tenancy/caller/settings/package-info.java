/** The promises of the configuration. */
@NullMarked
package ai.kompl.tenancy.caller.settings;

import org.jspecify.annotations.NullMarked;
