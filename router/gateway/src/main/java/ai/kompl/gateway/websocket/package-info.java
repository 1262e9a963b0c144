/**
 * Operations over WebSockets by the protocol {@code graphql-transport-ws}: the conversation as a
 * state machine, and its fit to the web server.
 */
@NullMarked
package ai.kompl.gateway.websocket;

import org.jspecify.annotations.NullMarked;
