/**
 * Facts that subgraphs publish after commit, and how others follow them: publish, subscribe,
 * replay, and share among the members of a group. Delivery is at least once and in order per
 * tenant; Redis Streams carry it.
 */
@NullMarked
package ai.kompl.tenancy.events;

import org.jspecify.annotations.NullMarked;
