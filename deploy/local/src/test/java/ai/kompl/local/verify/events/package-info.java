/** Tests of the proof of events. */
@NullMarked
package ai.kompl.local.verify.events;

import org.jspecify.annotations.NullMarked;
