package ai.kompl.tenancy.caller.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The published set of verification keys (RFC 7517). */
public final class JwksDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MIN_MODULUS_BITS = 2048;

  private JwksDocument() {}

  /** Writes the document. */
  public static String write(List<VerificationKey> keys) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode array = root.putArray("keys");
    for (VerificationKey key : keys) {
      array
          .addObject()
          .put("kty", "RSA")
          .put("use", "sig")
          .put("alg", "RS256")
          .put("kid", key.keyId())
          .put("n", SigningKey.base64(key.publicKey().getModulus()))
          .put("e", SigningKey.base64(key.publicKey().getPublicExponent()));
    }
    return root.toString();
  }

  /**
   * Reads the keys that can verify our tokens; other kinds and uses are passed over.
   *
   * @throws IllegalArgumentException when the text is no key set
   */
  public static List<VerificationKey> read(String text) {
    List<VerificationKey> keys = new ArrayList<>();
    for (JsonNode node : root(text)) {
      readKey(node).ifPresent(keys::add);
    }
    return List.copyOf(keys);
  }

  private static JsonNode root(String text) {
    try {
      JsonNode keys = JSON.readTree(text).path("keys");
      if (!keys.isArray()) {
        throw new IllegalArgumentException("not a key set: the member \"keys\" is missing");
      }
      return keys;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a key set: not JSON", e);
    }
  }

  private static Optional<VerificationKey> readKey(JsonNode node) {
    boolean ours =
        node.path("kty").asText().equals("RSA")
            && node.path("use").asText("sig").equals("sig")
            && node.path("alg").asText("RS256").equals("RS256")
            && node.path("kid").isTextual();
    if (!ours) {
      return Optional.empty();
    }
    BigInteger modulus = number(node.path("n").asText());
    if (modulus.bitLength() < MIN_MODULUS_BITS) {
      return Optional.empty();
    }
    RSAPublicKey key = publicKey(modulus, number(node.path("e").asText()));
    return Optional.of(new VerificationKey(node.path("kid").asText(), key));
  }

  private static BigInteger number(String base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
  }

  private static RSAPublicKey publicKey(BigInteger modulus, BigInteger exponent) {
    try {
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("not a key set: malformed RSA key", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks RSA", e);
    }
  }
}
