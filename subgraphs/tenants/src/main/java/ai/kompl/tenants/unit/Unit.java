package ai.kompl.tenants.unit;

import ai.kompl.kit.EntityType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A part of the organization.
 *
 * @param parentId the unit that it is a part of; empty at the top
 * @param version counts up with every change
 * @param archivedAt when it was archived; empty while in use
 */
public record Unit(
    UUID id,
    Optional<UUID> parentId,
    String name,
    int version,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> archivedAt) {

  /** The entity of the graph. */
  public static final EntityType<Unit> TYPE =
      new EntityType<>("OrganizationUnit", "unit", Unit.class, Unit::id);

  Unit named(String newName) {
    return new Unit(id, parentId, newName, version, createdAt, updatedAt, archivedAt);
  }

  Unit below(Optional<UUID> newParent) {
    return new Unit(id, newParent, name, version, createdAt, updatedAt, archivedAt);
  }

  Unit archived(Optional<Instant> at) {
    return new Unit(id, parentId, name, version, createdAt, updatedAt, at);
  }
}
