package ai.kompl.gateway.http;

/** The media types of a single GraphQL answer (GraphQL over HTTP, "Media Types"). */
enum AnswerFormat {
  /** Older clients: 200 whenever the request reached GraphQL, also when GraphQL refused it. */
  JSON("application/json; charset=utf-8"),
  /** The status tells whether the operation was run. */
  GRAPHQL_RESPONSE("application/graphql-response+json; charset=utf-8");

  private final String contentType;

  AnswerFormat(String contentType) {
    this.contentType = contentType;
  }

  /** The value of the {@code Content-Type} header. */
  String contentType() {
    return contentType;
  }

  /** The status of an answer whose document, operation or variables GraphQL refused. */
  int requestErrorStatus() {
    return switch (this) {
      case JSON -> 200;
      case GRAPHQL_RESPONSE -> 400;
    };
  }
}
