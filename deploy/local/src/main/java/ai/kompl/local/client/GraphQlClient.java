package ai.kompl.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One caller of a GraphQL endpoint over HTTP. Instances are immutable; {@link #as} gives the same
 * client with another token.
 */
public final class GraphQlClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http;
  private final URI endpoint;
  private final Optional<String> token;

  private GraphQlClient(HttpClient http, URI endpoint, Optional<String> token) {
    this.http = http;
    this.endpoint = endpoint;
    this.token = token;
  }

  /**
   * A client without a token.
   *
   * @param endpoint the GraphQL endpoint, {@code http://host:port/graphql}
   */
  public static GraphQlClient of(URI endpoint) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    return new GraphQlClient(http, endpoint, Optional.empty());
  }

  /** The same client with a bearer token. */
  public GraphQlClient as(String accessToken) {
    return new GraphQlClient(http, endpoint, Optional.of(accessToken));
  }

  /** The token it sends. */
  public Optional<String> token() {
    return token;
  }

  /**
   * Signs in and returns a client with the token.
   *
   * @throws ClientException when the sign-in is refused
   */
  public GraphQlClient signIn(String organization, String email, String password) {
    JsonNode payload =
        data(
                """
                mutation SignIn($input: SignInInput!) {
                  signIn(input: $input) { accessToken userErrors { code message } }
                }
                """,
                Map.of(
                    "input",
                    Map.of("organization", organization, "email", email, "password", password)))
            .path("signIn");
    if (!payload.path("accessToken").isTextual()) {
      throw new ClientException("sign-in refused: " + payload.path("userErrors"));
    }
    return as(payload.path("accessToken").asText());
  }

  /** Sends an operation and returns the whole answer, with {@code data}, {@code errors} or both. */
  public JsonNode send(String operation, Map<String, ?> variables) {
    HttpResponse<String> response =
        exchange(
            request(endpoint)
                .header("Content-Type", "application/json")
                .header("Accept", "application/graphql-response+json")
                .POST(body(operation, variables))
                .build());
    return parse(response.body());
  }

  /**
   * Sends an operation that must succeed.
   *
   * @return the {@code data} member
   * @throws ClientException when the answer has errors
   */
  public JsonNode data(String operation, Map<String, ?> variables) {
    JsonNode answer = send(operation, variables);
    if (answer.has("errors") || !answer.path("data").isObject()) {
      throw new ClientException("the endpoint answered " + answer);
    }
    return answer.path("data");
  }

  /**
   * Uploads a file.
   *
   * @return the upload's id, to be named in a mutation
   * @throws ClientException when the upload is refused
   */
  public String upload(Path file) {
    try {
      return upload(BodyPublishers.ofFile(file));
    } catch (IOException e) {
      throw new ClientException("cannot read " + file + ": it is not there or not readable", e);
    }
  }

  /** Uploads bytes; see {@link #upload(Path)}. */
  public String upload(byte[] content) {
    return upload(BodyPublishers.ofByteArray(content));
  }

  private String upload(BodyPublisher content) {
    HttpResponse<String> response =
        exchange(
            request(endpoint.resolve("/uploads"))
                .header("Content-Type", "application/octet-stream")
                .PUT(content)
                .build());
    JsonNode answer = parse(response.body());
    if (!answer.path("uploadId").isTextual()) {
      throw new ClientException("upload refused (" + response.statusCode() + "): " + answer);
    }
    return answer.path("uploadId").asText();
  }

  /**
   * Follows a subscription over server-sent events until the predicate has seen enough or the
   * server completes it.
   *
   * @param enough is given each result, or the one answer of a refusal, and says whether to stop
   */
  public void follow(String operation, Map<String, ?> variables, Predicate<JsonNode> enough) {
    HttpRequest request =
        request(endpoint)
            .timeout(Duration.ofMinutes(10))
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(body(operation, variables))
            .build();
    try {
      HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        if (response.statusCode() == 200) {
          var _ =
              lines
                  .filter(line -> line.startsWith("data:") && line.length() > 6)
                  .map(line -> parse(line.substring(5)))
                  .anyMatch(enough);
        } else {
          var _ = enough.test(parse(lines.collect(Collectors.joining("\n"))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private HttpRequest.Builder request(URI uri) {
    var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request;
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ClientException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ClientException("interrupted while waiting for the endpoint", cause);
  }

  private static BodyPublisher body(String operation, Map<String, ?> variables) {
    try {
      return BodyPublishers.ofByteArray(
          JSON.writeValueAsBytes(Map.of("query", operation, "variables", variables)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("variables cannot be written as JSON", e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ClientException("the endpoint did not answer with JSON", e);
    }
  }
}
