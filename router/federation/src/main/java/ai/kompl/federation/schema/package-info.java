/**
 * The supergraph's types as an immutable table with an int for every object type, so that planner
 * and executor compare type conditions as bit sets and never as names.
 */
@NullMarked
package ai.kompl.federation.schema;

import org.jspecify.annotations.NullMarked;
