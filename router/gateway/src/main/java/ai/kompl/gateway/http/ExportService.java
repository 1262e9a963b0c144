package ai.kompl.gateway.http;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.Asker;
import ai.kompl.gateway.security.CallerReader;
import ai.kompl.tenancy.caller.Caller;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Gives out files that were made for a tenant, to those of the tenant who may have them. */
public final class ExportService implements HttpService {
  private static final String PATH = "/exports";
  private static final int PIECE = 64 * 1024;

  private final ExportSource source;
  private final CallerReader callers;
  private final ScheduledExecutorService ticker;
  private final Duration longestSend;

  /**
   * Gives out what the source opens.
   *
   * @param longestSend how long a client may leave a piece unread before it is cut off
   */
  public ExportService(
      ExportSource source,
      CallerReader callers,
      ScheduledExecutorService ticker,
      Duration longestSend) {
    this.source = source;
    this.callers = callers;
    this.ticker = ticker;
    this.longestSend = longestSend;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/{id}", this::download)
        .options("/{id}", new Preflight("GET"))
        .any("/{id}", ExportService::refuseMethod);
  }

  private static void refuseMethod(ServerRequest request, ServerResponse response) {
    Edge.trace(request).served(PATH);
    throw RefusedException.of(Refusal.METHOD_NOT_ALLOWED, "Exports are fetched by GET.")
        .withHeader("Allow", "GET");
  }

  private void download(ServerRequest request, ServerResponse response) {
    RequestTrace trace = Edge.trace(request);
    trace.served(PATH);
    Asker asker = callers.asker(Edge.header(request, HeaderNames.AUTHORIZATION), trace.requestId());
    Caller caller =
        asker
            .caller()
            .orElseThrow(
                () -> CallerReader.missing("Exports need an access token; sign in first."));
    trace.asked(caller.tenant().value());
    ExportSource.Export export = source.open(caller, request.path().pathParameters().get("id"));
    try (InputStream content = export.content()) {
      response.header(HeaderNames.CONTENT_TYPE, "application/zip");
      response.header(HeaderNames.CONTENT_LENGTH, Long.toString(export.bytes()));
      response.header(HeaderNames.CACHE_CONTROL, "no-store");
      response.header(
          HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + export.fileName() + "\"");
      send(content, new PatientOutput(response.outputStream(), ticker, longestSend));
    } catch (IOException e) {
      throw new UncheckedIOException("sending an export", e);
    }
  }

  /** Whoever gets less than the length that was told knows that it broke off. */
  private static void send(InputStream content, PatientOutput out) throws IOException {
    byte[] piece = content.readNBytes(PIECE);
    while (piece.length > 0) {
      out.write(piece);
      piece = content.readNBytes(PIECE);
    }
    out.close();
  }
}
