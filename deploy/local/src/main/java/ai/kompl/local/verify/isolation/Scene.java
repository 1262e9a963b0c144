package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.GraphQlClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the attacks work with.
 *
 * @param arena the product
 * @param owner the owner of its database
 * @param attacker an honest tenant's user, with every role there is in it
 * @param victim the other tenant
 * @param calls all root fields of the schema
 * @param taps what the product says elsewhere than in its answers
 */
record Scene(
    Arena arena, Owner owner, Side attacker, Side victim, List<RootCall> calls, Taps taps) {
  /** One control with all that could leak. */
  static final String CONTROL =
      "query C($id: ID!) { control(id: $id) { id ref title objective tags owner { displayName } } }";

  static final String SIGN_IN =
      "mutation S($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code } } }";

  private static final String GRAPHQL = "/graphql";

  Scene {
    calls = List.copyOf(calls);
  }

  Canaries canaries() {
    return new Canaries(List.of(attacker.canary(), victim.canary()));
  }

  URI graphql() {
    return arena.endpoint().resolve(GRAPHQL);
  }

  /** Somebody without a token. */
  GraphQlClient anonymous() {
    return GraphQlClient.of(graphql());
  }

  /** One request on a line of its own, with headers beside those of a side's usual request. */
  HttpLine.Answer post(Side side, Map<String, String> more, String body) {
    return exchange("POST", GRAPHQL, headers(side, more), body);
  }

  /** One request on a line of its own. */
  HttpLine.Answer exchange(String method, String target, Map<String, String> headers, String body) {
    try (var line = new HttpLine(arena.endpoint())) {
      return line.exchange(
          HttpLine.request(method, target, headers, body.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The headers of a side's usual request, and more, which win. */
  Map<String, String> headers(Side side, Map<String, String> more) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Host", arena.endpoint().getAuthority());
    headers.put("Authorization", side.bearer());
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json");
    headers.putAll(more);
    return headers;
  }
}
