/** Commands on audit trails that need nothing running. */
@NullMarked
package ai.kompl.local.trail;

import org.jspecify.annotations.NullMarked;
