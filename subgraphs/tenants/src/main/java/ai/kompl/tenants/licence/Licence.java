package ai.kompl.tenants.licence;

import java.time.Instant;
import java.util.UUID;

/**
 * A licence of a tenant.
 *
 * @param rowId its internal id
 * @param plan the key of its plan
 * @param readOnlyAt the end of grace
 * @param state what it allows at the moment it was read
 */
public record Licence(
    UUID rowId,
    String plan,
    Instant startsAt,
    Instant expiresAt,
    Instant readOnlyAt,
    LicenceState state) {

  static LicenceState stateAt(Instant now, Instant expiresAt, Instant readOnlyAt) {
    if (now.isBefore(expiresAt)) {
      return LicenceState.VALID;
    }
    return now.isBefore(readOnlyAt) ? LicenceState.GRACE : LicenceState.EXPIRED;
  }
}
