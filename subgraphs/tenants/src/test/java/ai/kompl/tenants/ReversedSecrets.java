package ai.kompl.tenants;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenants.configuration.SecretProtection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Stands in for the vault: what it seals is not the plain text and opens for its place only. */
final class ReversedSecrets implements SecretProtection {

  @Override
  public byte[] seal(TenantId tenant, String key, byte[] plain) {
    return reversed((place(tenant, key) + text(plain)).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] open(TenantId tenant, String key, byte[] sealed) {
    String opened = text(reversed(sealed));
    if (!opened.startsWith(place(tenant, key))) {
      throw new IllegalStateException("sealed elsewhere");
    }
    return opened.substring(place(tenant, key).length()).getBytes(StandardCharsets.UTF_8);
  }

  private static String place(TenantId tenant, String key) {
    return tenant + "|" + key + "|";
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] turned = Arrays.copyOf(bytes, bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[bytes.length - 1 - i];
    }
    return turned;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
