package ai.kompl.gateway.security;

import ai.kompl.federation.transport.HeaderSource;
import ai.kompl.federation.transport.SubgraphCall;
import ai.kompl.tenancy.caller.token.InternalCall;
import ai.kompl.tenancy.caller.token.InternalTokens;
import java.util.List;
import java.util.Map;

/**
 * Hands the caller to a subgraph in another process as a token that only this pair can make and
 * that is good for this one request.
 *
 * @param tokens the pair's tokens
 * @param path the path under which the subgraph serves GraphQL
 */
public record InternalTokenHeaders(InternalTokens tokens, String path) implements HeaderSource {
  /** The header that carries the token. */
  public static final String HEADER = "Kompl-Internal-Token";

  @Override
  public List<Map.Entry<String, String>> headers(SubgraphCall call) {
    if (!(call.context().attachment() instanceof InternalCall facts)) {
      throw new IllegalArgumentException("the request context carries no caller facts");
    }
    return List.of(
        Map.entry(HEADER, tokens.mint(facts, "POST", path)),
        Map.entry(RequestIds.HEADER, facts.requestId()));
  }
}
