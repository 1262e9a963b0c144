/**
 * Makes the plan of an operation. A tree of decisions, one per object position, is solved with a
 * memo; the decisions are then committed to a graph of fetches, which small passes improve; last,
 * the fetches are written out as text.
 */
@NullMarked
package ai.kompl.federation.planner;

import org.jspecify.annotations.NullMarked;
