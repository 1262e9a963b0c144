/**
 * Why the gateway itself turns a request away, before or instead of an answer of the engine: the
 * stable codes, their HTTP status, and the exception that carries one to the edge.
 */
@NullMarked
package ai.kompl.gateway.refusal;

import org.jspecify.annotations.NullMarked;
