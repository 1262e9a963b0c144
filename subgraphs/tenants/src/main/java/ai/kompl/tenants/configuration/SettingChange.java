package ai.kompl.tenants.configuration;

import ai.kompl.dataloaders.Position;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of the history of a tenant's settings.
 *
 * @param rowId orders lines of the same instant
 * @param key of the setting
 * @param before its value before; empty when it had none of its own, and of a secret
 * @param after its value since; empty when it has none of its own any more, and of a secret
 */
public record SettingChange(
    UUID rowId,
    String key,
    Optional<String> before,
    Optional<String> after,
    Optional<String> reason,
    Instant changedAt,
    String changedBy) {

  Position position() {
    return Position.of(changedAt, rowId);
  }
}
