/**
 * How a subgraph speaks GraphQL: schema and resolvers joined and checked at start, entities,
 * callers, batches, pages, errors and deadlines at run time, and the same over HTTP. It holds what
 * a further subgraph would otherwise write again; a subgraph brings its schema, its resolvers and
 * its stores.
 */
@NullMarked
package ai.kompl.kit;

import org.jspecify.annotations.NullMarked;
