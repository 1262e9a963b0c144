package ai.kompl.regops.framework;

import ai.kompl.kit.EntityType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * One released text of a framework; it never changes.
 *
 * @param label the publisher's own name of it
 * @param supersedesId the version that was current before it
 * @param checksum SHA-256 of the catalogue's content in hex
 */
public record FrameworkVersion(
    UUID id,
    UUID frameworkId,
    String label,
    String title,
    Optional<LocalDate> publishedOn,
    Optional<LocalDate> effectiveOn,
    Optional<UUID> supersedesId,
    String checksum,
    Optional<String> sourceUri,
    CatalogFormat format,
    CatalogCounts counts,
    Instant createdAt,
    UUID createdById) {

  /** The entity of the graph. */
  public static final EntityType<FrameworkVersion> TYPE =
      new EntityType<>(
          "FrameworkVersion", "framework-version", FrameworkVersion.class, FrameworkVersion::id);
}
