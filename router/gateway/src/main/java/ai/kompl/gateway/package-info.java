/**
 * The federation engine as a server. {@link ai.kompl.gateway.Gateway} starts and stops it, {@link
 * ai.kompl.gateway.GatewaySettings} says how, {@link ai.kompl.gateway.Collaborators} are the parts
 * of the house that it works with.
 */
@NullMarked
package ai.kompl.gateway;

import org.jspecify.annotations.NullMarked;
