package ai.kompl.regops.control;

import ai.kompl.kit.EntityType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the tenant does to meet requirements.
 *
 * @param version counts up with every change
 * @param written what people wrote about it
 * @param deletedAt when it was deleted; empty while in use
 */
public record Control(
    UUID id,
    int version,
    ControlText written,
    Instant createdAt,
    UUID createdById,
    Instant updatedAt,
    UUID updatedById,
    Optional<Instant> deletedAt) {

  /** The entity of the graph. */
  public static final EntityType<Control> TYPE =
      new EntityType<>("Control", "control", Control.class, Control::id);

  public String ref() {
    return written.ref();
  }

  public String title() {
    return written.title();
  }

  public Optional<String> objective() {
    return written.objective();
  }

  public ControlType type() {
    return written.type();
  }

  public ControlNature nature() {
    return written.nature();
  }

  public Optional<String> frequency() {
    return written.frequency();
  }

  public Optional<Integer> reviewEveryDays() {
    return written.reviewEveryDays();
  }

  public List<String> tags() {
    return written.tags();
  }
}
