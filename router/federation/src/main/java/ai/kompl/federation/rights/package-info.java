/**
 * What elements of a supergraph demand of a caller, and the port through which the embedding server
 * says what a caller holds. The engine knows no callers, tokens or policies itself.
 */
@NullMarked
package ai.kompl.federation.rights;

import org.jspecify.annotations.NullMarked;
