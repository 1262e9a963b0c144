package ai.kompl.federation.transport;

import ai.kompl.federation.json.JsonBuffer;

/**
 * The GraphQL document of a fetch. One instance lives as long as its plan, so that a transport may
 * keep what it derives from the text (a parsed document, rendered bytes) by {@link #text()}.
 */
public final class SubgraphOperation {
  private final String text;
  private final String name;
  private final boolean idempotent;
  private final String sentText;
  private final byte[] bodyPrefix;

  /**
   * Makes an operation.
   *
   * @param text the whole document, one operation with its fragments
   * @param name the operation's name inside the document; empty for an anonymous one
   * @param idempotent whether sending it twice does no more than sending it once: true for queries
   */
  public SubgraphOperation(String text, String name, boolean idempotent) {
    this(text, name, idempotent, text);
  }

  private SubgraphOperation(String text, String name, boolean idempotent, String sentText) {
    this.text = text;
    this.name = name;
    this.idempotent = idempotent;
    this.sentText = sentText;
    this.bodyPrefix = bodyPrefix(sentText, name);
  }

  /** The same operation, which goes over a wire as an equivalent text that may be shorter. */
  public SubgraphOperation sentAs(String equivalent) {
    return equivalent.equals(text)
        ? this
        : new SubgraphOperation(text, name, idempotent, equivalent);
  }

  /** The whole document, without named fragments. */
  public String text() {
    return text;
  }

  /** The document as it goes over a wire: what it repeats may stand in named fragments. */
  public String sentText() {
    return sentText;
  }

  /** The operation's name, or empty. */
  public String name() {
    return name;
  }

  /** Whether sending it twice does no more than sending it once. */
  public boolean idempotent() {
    return idempotent;
  }

  /** The request body up to its variables, which are followed by one closing brace. */
  byte[] bodyPrefix() {
    return bodyPrefix;
  }

  @Override
  public String toString() {
    return text;
  }

  private static byte[] bodyPrefix(String text, String name) {
    JsonBuffer body = new JsonBuffer(text.length() + 64);
    body.addAscii("{\"query\":");
    body.addString(text);
    if (!name.isEmpty()) {
      body.addAscii(",\"operationName\":");
      body.addString(name);
    }
    body.addAscii(",\"variables\":");
    return body.toByteArray();
  }
}
