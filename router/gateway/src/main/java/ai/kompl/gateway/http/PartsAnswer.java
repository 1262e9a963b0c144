package ai.kompl.gateway.http;

import ai.kompl.gateway.operation.AdmittedOperation;
import ai.kompl.gateway.operation.Answer;
import ai.kompl.gateway.security.Asker;
import ai.kompl.gateway.telemetry.Outcome;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers one request in parts, or at once where all is said with the first. */
final class PartsAnswer {
  private final ServerResponse response;
  private final Optional<AnswerFormat> single;
  private final GraphQlService.Parts parts;
  private final RequestTrace trace;
  private @Nullable MultipartStream stream;
  private Outcome outcome = Outcome.OK;

  /**
   * An answer.
   *
   * @param single the format for an answer of one part; empty when the client takes parts only
   */
  PartsAnswer(
      ServerResponse response,
      Optional<AnswerFormat> single,
      GraphQlService.Parts parts,
      RequestTrace trace) {
    this.response = response;
    this.single = single;
    this.parts = parts;
    this.trace = trace;
  }

  /** How it ended: the first part that was not all right decides. */
  Outcome outcome() {
    return outcome;
  }

  void run(AdmittedOperation operation, Asker asker) {
    try {
      operation.runInParts(asker, this::part);
    } catch (IOException e) {
      throw new CloseConnectionException("the client is gone", e);
    }
  }

  private void part(Answer part, boolean last) throws IOException {
    part.errorCodes().forEach(parts.metrics()::error);
    part.errorCodes().forEach(trace::failed);
    outcome = outcome == Outcome.OK ? Outcome.of(part) : outcome;
    MultipartStream out = stream;
    if (out == null && last && single.isPresent()) {
      GraphQlService.send(response, single.get(), part);
      return;
    }
    if (out == null) {
      out = MultipartStream.open(response, parts.ticker(), parts.longestSend());
      stream = out;
    }
    out.part(part);
    if (last) {
      out.end();
    }
  }
}
