/**
 * One GraphQL request from its text to its answer, whatever protocol brought it: the request's
 * form, who may run which operation, and the call into the engine.
 */
@NullMarked
package ai.kompl.gateway.operation;

import org.jspecify.annotations.NullMarked;
