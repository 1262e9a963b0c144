/** Tests of what stands before the operations. */
@NullMarked
package ai.kompl.gateway.http;

import org.jspecify.annotations.NullMarked;
