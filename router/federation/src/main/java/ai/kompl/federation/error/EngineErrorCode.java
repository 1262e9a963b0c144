package ai.kompl.federation.error;

/** The engine's own error codes, as clients find them in {@code extensions.code}. Stable names. */
public enum EngineErrorCode {
  /** The document is not GraphQL. */
  GRAPHQL_PARSE_FAILED,
  /** The document does not fit the schema (GraphQL specification, 5). */
  GRAPHQL_VALIDATION_FAILED,
  /** No operation of the given name, or no name given where the document holds several. */
  OPERATION_NOT_FOUND,
  /** The document has more characters or tokens than allowed. */
  OPERATION_TOO_LARGE,
  /** Selections are nested deeper than allowed. */
  OPERATION_TOO_DEEP,
  /**
   * The operation selects more fields or aliases, or needs more subgraph requests, than allowed.
   */
  OPERATION_TOO_COMPLEX,
  /** Introspection is switched off. */
  INTROSPECTION_DISABLED,
  /** A variable's value does not fit its type (GraphQL specification, 6.1.2). */
  VARIABLE_COERCION_FAILED,
  /** Subgraphs cannot together give what the operation asks for. */
  OPERATION_NOT_PLANNABLE,
  /** A subgraph's answer does not fit the supergraph schema. */
  SUBGRAPH_VALUE_INVALID,
  /** A value that may not be null is null. */
  NULL_IN_NON_NULL_FIELD,
  /** The caller does not hold what the field, its type or the type around it demands. */
  UNAUTHORIZED_FIELD_OR_TYPE
}
