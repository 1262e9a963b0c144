package ai.kompl.regops.imports;

import ai.kompl.kit.EntityType;
import ai.kompl.regops.framework.CatalogCounts;
import ai.kompl.regops.framework.CatalogFormat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One import of a catalogue.
 *
 * @param processed nodes written so far
 * @param attempts how often a worker has begun
 */
public record ImportJob(
    UUID id,
    int version,
    ImportState state,
    ImportOrder order,
    int processed,
    ImportOutcome outcome,
    int attempts,
    Instant createdAt,
    UUID createdById,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  /** The entity of the graph. */
  public static final EntityType<ImportJob> TYPE =
      new EntityType<>("ImportJob", "import-job", ImportJob.class, ImportJob::id);

  public boolean finished() {
    return state.last();
  }

  public CatalogFormat format() {
    return order.format();
  }

  public boolean dryRun() {
    return order.dryRun();
  }

  public String uploadId() {
    return order.uploadId();
  }

  /** Nodes to write. */
  public Optional<Integer> total() {
    return outcome.counts().map(CatalogCounts::nodes);
  }

  public Optional<CatalogCounts> counts() {
    return outcome.counts();
  }

  public List<ImportProblem> problems() {
    return outcome.problems();
  }

  public int problemCount() {
    return outcome.problemCount();
  }

  /** Progress in whole percent; 100 when it ended well. */
  public int percent() {
    return switch (state) {
      case SUCCEEDED, UNCHANGED, VALIDATED -> 100;
      case QUEUED, CHECKING, REJECTED, FAILED -> 0;
      case WRITING ->
          total().filter(nodes -> nodes > 0).map(nodes -> 100 * processed / nodes).orElse(0);
    };
  }
}
