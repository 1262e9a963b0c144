/**
 * Composition: the SDL of subgraphs goes in, the supergraph or the reasons why there is none comes
 * out. The steps are in the packages below: subgraphs are read, checked alone, merged, checked
 * together, proved answerable, and written.
 */
@NullMarked
package ai.kompl.federation.composition;

import org.jspecify.annotations.NullMarked;
