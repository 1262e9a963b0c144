package ai.kompl.gateway.operation;

import ai.kompl.federation.execute.GraphQlResponse;

/** Takes the engine's response over as an answer. */
final class EngineAnswer {
  private EngineAnswer() {}

  static Answer of(GraphQlResponse response) {
    return new Answer(response.toByteArray(), response.executed(), response.errorCodes());
  }
}
