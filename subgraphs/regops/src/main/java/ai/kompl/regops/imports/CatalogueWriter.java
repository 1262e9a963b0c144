package ai.kompl.regops.imports;

import ai.kompl.regops.catalogue.Catalogue;
import ai.kompl.regops.catalogue.CatalogueAbout;
import ai.kompl.regops.catalogue.CatalogueProblem;
import ai.kompl.regops.catalogue.Place;
import ai.kompl.regops.catalogue.ProblemCode;
import ai.kompl.regops.framework.Framework;
import ai.kompl.regops.framework.FrameworkStore;
import ai.kompl.regops.framework.FrameworkVersion;
import ai.kompl.regops.framework.FrameworkVersionStore;
import ai.kompl.regops.requirement.RequirementStore;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.events.EventDraft;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Puts a checked catalogue in place: everything in one transaction, its progress told in others.
 */
final class CatalogueWriter {

  private final TenantDatabase database;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final int rowsPerStatement;
  private final ImportJobStore jobs = new ImportJobStore();
  private final FrameworkStore frameworks = new FrameworkStore();
  private final FrameworkVersionStore versions = new FrameworkVersionStore();
  private final RequirementStore requirements = new RequirementStore();

  CatalogueWriter(
      TenantDatabase database, InstantSource clock, Supplier<UUID> ids, int rowsPerStatement) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.rowsPerStatement = rowsPerStatement;
  }

  /** Writes the catalogue and ends the import, together. */
  void write(Caller caller, ImportJob job, Catalogue catalogue, ImportOutcome outcome) {
    String checksum = catalogue.checksum();
    CatalogueAbout about = job.order().details().over(catalogue.about());
    database.write(
        caller,
        tx -> {
          var framework = framework(tx, about, job);
          var known = framework.flatMap(found -> versions.byLabel(tx, found.id(), about.label()));
          if (known.isPresent()) {
            return end(tx, job, known.get(), checksum, outcome);
          }
          if (job.dryRun()) {
            return step(tx, job, ImportState.VALIDATED, 0, outcome);
          }
          var version = version(framework.orElseThrow(), about, catalogue, checksum, job);
          return place(tx, job, version, catalogue, outcome);
        });
  }

  /** The framework, held until the end; made when there is none, but never by a dry run. */
  private Optional<Framework> framework(TenantTransaction tx, CatalogueAbout about, ImportJob job) {
    if (!job.dryRun()) {
      // Of two imports of a new framework the second waits here for the first to commit.
      frameworks.insertIfAbsent(tx, framework(about, job));
    }
    return frameworks.lockedByRefCode(tx, about.refCode());
  }

  private ImportJob end(
      TenantTransaction tx,
      ImportJob job,
      FrameworkVersion known,
      String checksum,
      ImportOutcome outcome) {
    if (known.checksum().equals(checksum)) {
      return step(
          tx,
          job,
          ImportState.UNCHANGED,
          outcome.counts().orElseThrow().nodes(),
          outcome.with(known.id()));
    }
    var problem =
        CatalogueProblem.error(
            ProblemCode.CATALOGUE_VERSION_EXISTS,
            "Version '"
                + known.label()
                + "' of this framework is there already, with other content, and a version never changes."
                + " Give the catalogue another version or the framework another code.",
            Place.FILE);
    var problems = new ArrayList<>(List.of(ImportProblem.of(problem)));
    problems.addAll(outcome.problems());
    var refused =
        new ImportOutcome(outcome.counts(), problems, outcome.problemCount() + 1, Optional.empty());
    return step(tx, job, ImportState.REJECTED, 0, refused);
  }

  private ImportJob place(
      TenantTransaction tx,
      ImportJob job,
      FrameworkVersion version,
      Catalogue catalogue,
      ImportOutcome outcome) {
    versions.insert(tx, version);
    var rows = new RequirementBatches(version.id(), catalogue.roots(), ids);
    int written = 0;
    progress(tx.caller(), job, written, outcome);
    for (var batch : rows.batches(rowsPerStatement)) {
      requirements.insert(tx, batch.json(), job.createdById());
      written += batch.size();
      progress(tx.caller(), job, written, outcome);
    }
    frameworks.makeCurrent(tx, version);
    if (version.supersedesId().isEmpty()) {
      // At the end, since the count is held until the commit and others may be counting too.
      tx.quotas().take(Quota.FRAMEWORKS, 1);
    }
    tell(tx, version);
    return step(tx, job, ImportState.SUCCEEDED, written, outcome.with(version.id()));
  }

  private void tell(TenantTransaction tx, FrameworkVersion version) {
    String id = FrameworkVersion.TYPE.globalId(tx.caller(), version);
    String details =
        "{\"checksum\":\"%s\",\"entries\":%d}"
            .formatted(version.checksum(), version.counts().entries());
    tx.audit(
        AuditEntry.change(
            "regops.framework-version.imported", FrameworkVersion.TYPE.name(), id, details));
    tx.publish(
        EventDraft.of("regops.framework-version.imported", FrameworkVersion.TYPE.name(), id));
  }

  /**
   * In a transaction of its own, so that those who wait see it while the catalogue itself is still
   * invisible.
   */
  private void progress(Caller caller, ImportJob job, int written, ImportOutcome outcome) {
    database.write(caller, tx -> step(tx, job, ImportState.WRITING, written, outcome));
  }

  private ImportJob step(
      TenantTransaction tx, ImportJob job, ImportState state, int written, ImportOutcome outcome) {
    var next = jobs.step(tx, job.id(), state, written, outcome, clock.instant());
    tx.publish(ImportEvents.progressed(tx.caller(), next));
    return next;
  }

  private Framework framework(CatalogueAbout about, ImportJob job) {
    Instant now = clock.instant();
    return new Framework(
        ids.get(),
        1,
        about.refCode(),
        about.name(),
        about.publisher(),
        about.jurisdiction(),
        about.category(),
        about.licenceTerms(),
        "TENANT",
        Optional.empty(),
        now,
        job.createdById(),
        now,
        job.createdById(),
        Optional.empty());
  }

  private FrameworkVersion version(
      Framework framework,
      CatalogueAbout about,
      Catalogue catalogue,
      String checksum,
      ImportJob job) {
    return new FrameworkVersion(
        ids.get(),
        framework.id(),
        about.label(),
        about.title(),
        about.publishedOn(),
        about.effectiveOn(),
        framework.currentVersionId(),
        checksum,
        about.sourceUri(),
        job.format(),
        catalogue.counts(),
        clock.instant(),
        job.createdById());
  }
}
