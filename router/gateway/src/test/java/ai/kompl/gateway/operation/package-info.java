/** Tests of operations and their answers. */
@NullMarked
package ai.kompl.gateway.operation;

import org.jspecify.annotations.NullMarked;
