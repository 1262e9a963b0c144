package ai.kompl.federation.transport;

import ai.kompl.federation.json.JsonBuffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Renders calls as HTTP/1.1 requests to one endpoint. */
final class Http1Request {
  static final String ACCEPT = "application/graphql-response+json, application/json;q=0.9";

  private final byte[] head;
  private final HeaderSource headers;

  Http1Request(URI endpoint, HeaderSource headers) {
    this.head = head(endpoint).getBytes(StandardCharsets.US_ASCII);
    this.headers = headers;
  }

  private static String head(URI endpoint) {
    String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
    String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
    return "POST %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: %s\r\n"
        .formatted(path, query, endpoint.getRawAuthority(), ACCEPT);
  }

  /** The whole request, head and body. */
  JsonBuffer render(SubgraphCall call) throws CallFailure {
    byte[] prefix = call.operation().bodyPrefix();
    byte[] variables = call.variables().json();
    int length = prefix.length + variables.length + 1;
    JsonBuffer request = new JsonBuffer(head.length + length + 1024);
    request.add(head);
    for (Map.Entry<String, String> header : headers.headers(call)) {
      addHeader(header.getKey(), header.getValue(), request);
    }
    request.addAscii("Content-Length: ");
    request.addLong(length);
    request.addAscii("\r\n\r\n");
    request.add(prefix);
    request.add(variables);
    request.add('}');
    return request;
  }

  private static void addHeader(String name, String value, JsonBuffer request) throws CallFailure {
    if (name.isEmpty() || !name.chars().allMatch(Http1Request::isToken)) {
      throw invalid("header name is no token");
    }
    if (!value.chars().allMatch(Http1Request::isFieldValue)) {
      throw invalid("value of header " + name + " has forbidden characters");
    }
    request.addAscii(name);
    request.addAscii(": ");
    request.addAscii(value);
    request.addAscii("\r\n");
  }

  private static CallFailure invalid(String what) {
    return new CallFailure(FailureCode.SUBREQUEST_FAILED, what);
  }

  // RFC 9110 section 5.6.2.
  private static boolean isToken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static boolean isFieldValue(int c) {
    return c == '\t' || (c >= 0x20 && c < 0x7F);
  }
}
