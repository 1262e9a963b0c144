package ai.kompl.tenancy.vault.key;

import ai.kompl.tenancy.caller.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Which key of a tenant it is.
 *
 * @param tenant whose data it protects
 * @param purpose what for, dotted: {@code objects}, {@code identity.totp-secret}
 * @param version counts from one; the highest encrypts, all others only decrypt
 */
public record KeyName(TenantId tenant, String purpose, int version) {
  private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9.-]{0,99}");

  public KeyName {
    checkPurpose(purpose);
    if (version < 1) {
      throw new IllegalArgumentException("versions of keys count from one: " + version);
    }
  }

  static void checkPurpose(String purpose) {
    if (!PURPOSE.matcher(purpose).matches()) {
      throw new IllegalArgumentException("malformed purpose of a key: " + purpose);
    }
  }

  /**
   * What the tag of the wrapped key covers beside the key: a wrapped key moved to another tenant,
   * purpose or version does not open. None of the parts can hold the separator.
   */
  public byte[] context() {
    return ("kompl data key 1|" + tenant + "|" + purpose + "|" + version)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return tenant + " " + purpose + " " + version;
  }
}
