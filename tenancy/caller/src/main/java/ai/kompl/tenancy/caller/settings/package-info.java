/**
 * Configuration: keys with types, defaults and documentation in a catalogue, values from a file and
 * from the environment, unknown names refused.
 */
@NullMarked
package ai.kompl.tenancy.caller.settings;

import org.jspecify.annotations.NullMarked;
