package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.subgraph.FieldSet;

/**
 * A place where data can be at hand: a type in a subgraph, with what the path to it provides beyond
 * what the type resolves.
 *
 * @param graph index of the subgraph
 * @param type name of the type in that subgraph
 * @param provided external fields that are there on this path; mostly empty
 */
record Spot(int graph, String type, FieldSet provided) {}
