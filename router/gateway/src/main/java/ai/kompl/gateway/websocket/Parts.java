package ai.kompl.gateway.websocket;

import ai.kompl.gateway.operation.Operations;
import ai.kompl.gateway.operation.RequestJson;
import ai.kompl.gateway.security.CallerReader;
import ai.kompl.gateway.subscription.LiveRun;
import ai.kompl.gateway.telemetry.GatewayMetrics;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all conversations of a server share.
 *
 * @param operations admits operations
 * @param live follows events
 * @param callers proves callers
 * @param json reads requests
 * @param metrics counts
 * @param clock tells the time
 * @param ticker runs short timers; must not be blocked
 * @param limits what a conversation may use
 */
public record Parts(
    Operations operations,
    LiveRun live,
    CallerReader callers,
    RequestJson json,
    GatewayMetrics metrics,
    InstantSource clock,
    ScheduledExecutorService ticker,
    SocketLimits limits) {}
