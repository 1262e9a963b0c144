/** The gateway over real sockets: what clients, attackers and operators see of it. */
@NullMarked
package ai.kompl.gateway;

import org.jspecify.annotations.NullMarked;
