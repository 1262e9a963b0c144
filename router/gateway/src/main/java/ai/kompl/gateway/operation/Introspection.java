package ai.kompl.gateway.operation;

/** Who may see the schema. */
public enum Introspection {
  /** Everyone: for development only. */
  OPEN,
  /** Whoever has a valid access token. */
  AUTHENTICATED,
  /** Nobody. */
  CLOSED
}
