package ai.kompl.federation.transport;

/**
 * The GraphQL document of a fetch. One instance lives as long as its plan, so that a transport may
 * keep what it derives from the text (a parsed document, rendered bytes) by {@link #text()}.
 *
 * @param text the whole document, one operation with its fragments
 * @param name the operation's name inside the document; empty for an anonymous one
 * @param idempotent whether sending it twice does no more than sending it once: true for queries
 */
public record SubgraphOperation(String text, String name, boolean idempotent) {}
