package ai.kompl.gateway.http;

import ai.kompl.gateway.operation.ErrorJson;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The explorer page with everything it loads, from this server alone. Only files named here are
 * served, whatever the path says.
 */
public final class PageService implements HttpService {
  private static final HeaderName CSP = HeaderNames.create("Content-Security-Policy");
  private static final String OURS = "/ai/kompl/gateway/page/";
  private static final String BUNDLED = "/META-INF/resources/graphql-ui/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  /** No inline script or style, nothing from elsewhere, no frame around it. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; "
          + "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
          + "frame-ancestors 'none'";

  private static final Map<String, Asset> ASSETS =
      Map.of(
          "page.js", new Asset(OURS + "page.js", SCRIPT),
          "page.css", new Asset(OURS + "page.css", STYLE),
          "react.production.min.js", new Asset(BUNDLED + "react.production.min.js", SCRIPT),
          "react-dom.production.min.js", new Asset(BUNDLED + "react-dom.production.min.js", SCRIPT),
          "graphiql.min.js", new Asset(BUNDLED + "graphiql.min.js", SCRIPT),
          "graphiql.min.css", new Asset(BUNDLED + "graphiql.min.css", STYLE),
          "favicon.ico", new Asset(BUNDLED + "favicon.ico", "image/x-icon"));

  private final byte[] config;

  /**
   * The page.
   *
   * @param defaultQuery the operation that the editor shows first
   */
  public PageService(String defaultQuery) {
    this.config = ErrorJson.bytes(Map.of("defaultQuery", defaultQuery));
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/", this::page)
        .get("/graphiql", this::page)
        .get("/graphiql/config.json", this::config)
        .get("/graphiql/{asset}", this::asset);
  }

  private void page(ServerRequest request, ServerResponse response) {
    Edge.trace(request).served("/");
    response.header(HeaderValues.create(CSP, POLICY));
    send(response, new Asset(OURS + "index.html", "text/html; charset=utf-8"));
  }

  private void config(ServerRequest request, ServerResponse response) {
    Edge.trace(request).served("/graphiql");
    response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
    response.send(config);
  }

  private void asset(ServerRequest request, ServerResponse response) {
    Edge.trace(request).served("/graphiql");
    Asset asset = ASSETS.get(request.path().pathParameters().get("asset"));
    if (asset == null) {
      throw RefusedException.of(Refusal.NOT_FOUND, "There is nothing here.");
    }
    response.header(HeaderNames.CACHE_CONTROL, "public, max-age=3600");
    send(response, asset);
  }

  private static void send(ServerResponse response, Asset asset) {
    response.header(HeaderNames.CONTENT_TYPE, asset.type());
    try (InputStream in = PageService.class.getResourceAsStream(asset.resource())) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + asset.resource());
      }
      response.send(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + asset.resource(), e);
    }
  }

  /** A file of the page. */
  private record Asset(String resource, String type) {}
}
