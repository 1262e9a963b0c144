/**
 * The supergraph in service, held in one immutable value that is replaced whole; a running request
 * keeps the value it began with.
 */
@NullMarked
package ai.kompl.gateway.reload;

import org.jspecify.annotations.NullMarked;
