/**
 * The client's operation: read, checked against limits and the API schema, and brought into a
 * normal form without fragments; and its variables, coerced to their types.
 */
@NullMarked
package ai.kompl.federation.operation;

import org.jspecify.annotations.NullMarked;
