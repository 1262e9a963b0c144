package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.TenantId;
import java.nio.charset.StandardCharsets;

/**
 * Where an encrypted value belongs. It opens there and nowhere else.
 *
 * @param tenant whose value it is; chooses the key
 * @param purpose the column, dotted: {@code identity.totp-secret}; chooses the key
 * @param row the row's key; may be empty where there is but one
 */
public record FieldPlace(TenantId tenant, String purpose, String row) {
  /**
   * What the tag covers beside the value. The row comes last: no other part holds the separator.
   */
  byte[] context(int keyVersion) {
    return ("kompl field 2|" + tenant + "|" + purpose + "|" + keyVersion + "|" + row)
        .getBytes(StandardCharsets.UTF_8);
  }
}
