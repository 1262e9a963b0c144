/**
 * Live operations: the event stream joined once and shared, one bounded feed per client operation,
 * and the loop that turns events into results under the caller's rights of the moment.
 */
@NullMarked
package ai.kompl.gateway.subscription;

import org.jspecify.annotations.NullMarked;
