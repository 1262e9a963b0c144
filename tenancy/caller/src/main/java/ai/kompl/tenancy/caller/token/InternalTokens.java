package ai.kompl.tenancy.caller.token;

import ai.kompl.tenancy.caller.Hkdf;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tokens between the router and one subgraph: compact claims with an HMAC-SHA256 under a key
 * that only this pair has. Each is bound to the subgraph, the method and the path, and ends with
 * the request's deadline.
 */
public final class InternalTokens {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final int MAX_LENGTH = 16 * 1024;
  private static final int MIN_SECRET_BYTES = 32;

  private final SecretKeySpec key;
  private final String subgraph;
  private final InstantSource clock;

  /**
   * The pair of the router and that subgraph.
   *
   * @param sharedSecret the installation's secret, at least 32 bytes
   * @param subgraph the subgraph's name, the audience of the tokens
   */
  public InternalTokens(byte[] sharedSecret, String subgraph, InstantSource clock) {
    if (sharedSecret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException("the internal secret needs at least 32 bytes");
    }
    this.key =
        new SecretKeySpec(
            Hkdf.derive(sharedSecret, "kompl internal token 1 router " + subgraph), "HmacSHA256");
    this.subgraph = subgraph;
    this.clock = clock;
  }

  /** A token for one request. */
  public String mint(InternalCall call, String method, String path) {
    ObjectNode claims = JSON.createObjectNode();
    claims.put("aud", subgraph).put("m", method).put("p", path);
    claims.put("rid", call.requestId()).put("dl", call.deadline().toEpochMilli());
    call.caller().ifPresent(caller -> InternalCaller.write(caller, claims.putObject("c")));
    String body = ENCODER.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8));
    return body + "." + ENCODER.encodeToString(mac(body));
  }

  /**
   * What the token says, when it is good for this subgraph, method and path and still in time.
   *
   * @throws ProblemException UNAUTHENTICATED otherwise, TIMEOUT when the deadline has passed
   */
  public InternalCall verify(String token, String method, String path) {
    JsonNode claims = authentic(token);
    List<String> bound = List.of(subgraph, method, path);
    if (!bound.equals(List.of(text(claims, "aud"), text(claims, "m"), text(claims, "p")))) {
      throw refused("The internal token is for another request.");
    }
    Instant deadline = Instant.ofEpochMilli(claims.path("dl").asLong());
    if (!clock.instant().isBefore(deadline)) {
      throw new ProblemException(Problem.TIMEOUT);
    }
    return new InternalCall(InternalCaller.read(claims), text(claims, "rid"), deadline);
  }

  private JsonNode authentic(String token) {
    int dot = token.indexOf('.');
    if (dot < 0 || token.length() > MAX_LENGTH) {
      throw refused("The internal token is malformed.");
    }
    String body = token.substring(0, dot);
    try {
      byte[] given = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      if (!MessageDigest.isEqual(mac(body), given)) {
        throw refused("The internal token is not authentic.");
      }
      return JSON.readTree(new String(Base64.getUrlDecoder().decode(body), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw new ProblemException(Problem.UNAUTHENTICATED, "The internal token is malformed.", e);
    }
  }

  private byte[] mac(String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(body.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("this Java lacks HmacSHA256", e);
    }
  }

  private static String text(JsonNode claims, String name) {
    return claims.path(name).asText();
  }

  private static ProblemException refused(String message) {
    return new ProblemException(Problem.UNAUTHENTICATED, message);
  }
}
