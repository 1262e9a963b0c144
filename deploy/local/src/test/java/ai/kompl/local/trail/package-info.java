/** The commands on audit trails as a user calls them. */
@NullMarked
package ai.kompl.local.trail;

import org.jspecify.annotations.NullMarked;
