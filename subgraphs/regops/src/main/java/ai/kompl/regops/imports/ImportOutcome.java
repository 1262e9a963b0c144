package ai.kompl.regops.imports;

import ai.kompl.regops.framework.CatalogCounts;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an import found out so far.
 *
 * @param counts what the catalogue holds; empty until it is read
 * @param problems the first hundred problems
 * @param problemCount all problems
 * @param frameworkVersionId the version that is in place at the end
 */
public record ImportOutcome(
    Optional<CatalogCounts> counts,
    List<ImportProblem> problems,
    int problemCount,
    Optional<UUID> frameworkVersionId) {

  /** Nothing yet. */
  public static final ImportOutcome NONE =
      new ImportOutcome(Optional.empty(), List.of(), 0, Optional.empty());

  public ImportOutcome {
    problems = List.copyOf(problems);
  }

  ImportOutcome with(UUID versionId) {
    return new ImportOutcome(counts, problems, problemCount, Optional.of(versionId));
  }
}
