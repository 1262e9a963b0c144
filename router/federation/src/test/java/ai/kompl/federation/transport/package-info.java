/** Tests of the transports, over real sockets. */
@NullMarked
package ai.kompl.federation.transport;

import org.jspecify.annotations.NullMarked;
