package ai.kompl.gateway.websocket;

import java.time.Duration;

/**
 * How long a WebSocket waits and how much it takes.
 *
 * @param initialisation the longest time until the client must have opened the conversation
 * @param heartbeat how often the server looks for a sign of life; twice without one ends it
 * @param sending the longest time that a frame may wait for the client to read
 * @param messageBytes the longest message, in characters
 * @param operations how many operations may run at once in one conversation
 * @param connections how many conversations the server holds at once
 */
public record SocketLimits(
    Duration initialisation,
    Duration heartbeat,
    Duration sending,
    int messageBytes,
    int operations,
    int connections) {}
