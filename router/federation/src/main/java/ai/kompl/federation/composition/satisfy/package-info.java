/**
 * Satisfiability: every path that a client may ask for can be fetched. The check walks the client's
 * schema with the set of places (a type in a subgraph) where the data of a path can be at hand; an
 * empty set is an error, told with a query and with what each subgraph lacks.
 */
@NullMarked
package ai.kompl.federation.composition.satisfy;

import org.jspecify.annotations.NullMarked;
