/**
 * What the subgraphs of this repository compose to, from the schema files as they are checked in.
 */
@NullMarked
package ai.kompl.local.supergraph;

import org.jspecify.annotations.NullMarked;
