/**
 * What can be reached from where: which source of an object gives which field, and which subgraphs
 * an object can be opened in. Pure functions of the schema, shared by all plans.
 */
@NullMarked
package ai.kompl.federation.graph;

import org.jspecify.annotations.NullMarked;
