package ai.kompl.tenancy.caller.token;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where verification keys come from. */
@FunctionalInterface
public interface KeySource {
  /**
   * The key of that name; empty when the issuer has none.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the issuer cannot be asked
   */
  Optional<VerificationKey> key(String keyId);

  /** Keys known beforehand, for an issuer in the same process. */
  static KeySource of(List<VerificationKey> keys) {
    Map<String, VerificationKey> byId =
        keys.stream().collect(Collectors.toMap(VerificationKey::keyId, Function.identity()));
    return keyId -> Optional.ofNullable(byId.get(keyId));
  }
}
