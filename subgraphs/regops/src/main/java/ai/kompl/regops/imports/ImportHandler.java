package ai.kompl.regops.imports;

import ai.kompl.regops.catalogue.Catalogue;
import ai.kompl.regops.catalogue.CatalogueProblem;
import ai.kompl.regops.catalogue.CatalogueReader;
import ai.kompl.regops.catalogue.CatalogueReading;
import ai.kompl.regops.catalogue.Place;
import ai.kompl.regops.catalogue.ProblemCode;
import ai.kompl.regops.catalogue.Severity;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.Job;
import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.vault.ObjectStore;
import ai.kompl.tenancy.vault.UploadId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Does imports, one at a time on the worker's thread. Whoever takes an import up after a crash
 * begins it anew: what the lost worker had written was in a transaction that never committed.
 */
public final class ImportHandler implements JobHandler {

  /** The kind of its jobs. */
  public static final String KIND = "regops.import";

  private static final String FAILED =
      "The platform could not finish the import. Nothing was changed; order it again.";
  private static final String ABANDONED =
      "The import was given up: each worker that took it up stopped before the end."
          + " Nothing was changed; order it again, and tell the operator when it happens twice.";

  private final TenantDatabase database;
  private final ObjectStore objects;
  private final CatalogueReader reader;
  private final CatalogueWriter writer;
  private final ImportJobStore store = new ImportJobStore();
  private final InstantSource clock;

  public ImportHandler(
      TenantDatabase database,
      ObjectStore objects,
      ImportSettings settings,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.database = database;
    this.objects = objects;
    this.reader = new CatalogueReader(settings.limits());
    this.writer = new CatalogueWriter(database, clock, ids, settings.rowsPerStatement());
    this.clock = clock;
  }

  @Override
  public void run(Job work) {
    UUID id = importId(work);
    Caller caller = work.caller();
    Optional<ImportJob> begun =
        database.write(
            caller,
            tx -> {
              var job = store.begin(tx, id, clock.instant());
              job.ifPresent(started -> tx.publish(ImportEvents.progressed(caller, started)));
              return job;
            });
    if (begun.isEmpty()) {
      return;
    }
    try {
      take(caller, begun.get());
    } catch (RuntimeException e) {
      // The worker loop reports it and tries again; what it cannot do is tell the people who wait.
      if (work.lastAttempt()) {
        finish(caller, id, ImportState.FAILED, failure(Problem.INTERNAL, FAILED));
      }
      throw e;
    }
  }

  /** Every worker that had the import died over it; what they had written is not there. */
  @Override
  public void givenUp(Job work) {
    Caller caller = work.caller();
    UUID id = importId(work);
    database.write(
        caller,
        tx -> {
          // One that did end, though its worker could not say so any more, stays as it is.
          Optional<ImportJob> open = store.begin(tx, id, clock.instant());
          open.ifPresent(_ -> {
            var failed =
                store.step(
                    tx,
                    id,
                    ImportState.FAILED,
                    0,
                    failure(Problem.INTERNAL, ABANDONED),
                    clock.instant());
            tx.publish(ImportEvents.progressed(caller, failed));
          });
          return open;
        });
  }

  private void take(Caller caller, ImportJob job) {
    switch (read(caller, job)) {
      case CatalogueReading.Refused refused ->
          finish(caller, job.id(), ImportState.REJECTED, outcome(Optional.empty(), refused));
      case CatalogueReading.Sound sound -> {
        var outcome = outcome(Optional.of(sound.catalogue()), sound);
        write(caller, job, sound.catalogue(), outcome);
      }
    }
  }

  /** What the tenant's plan does not allow is refused for good: trying again would not help. */
  private void write(Caller caller, ImportJob job, Catalogue catalogue, ImportOutcome outcome) {
    try {
      writer.write(caller, job, catalogue, outcome);
    } catch (ProblemException e) {
      if (e.problem() != Problem.QUOTA_EXCEEDED && e.problem() != Problem.LICENCE_EXPIRED) {
        throw e;
      }
      finish(caller, job.id(), ImportState.REJECTED, failure(e.problem(), e.clientMessage()));
    }
  }

  private CatalogueReading read(Caller caller, ImportJob job) {
    UploadId upload = UploadId.parse(caller.tenant(), job.uploadId()).orElseThrow();
    Optional<InputStream> content = objects.open(caller.tenant(), upload.sha256());
    if (content.isEmpty()) {
      return CatalogueReading.Refused.because(
          CatalogueProblem.error(
              ProblemCode.CATALOGUE_FILE_MISSING,
              "The uploaded file is not there. Upload it again.",
              Place.FILE));
    }
    try (InputStream in = content.get()) {
      return reader.read(job.format(), in);
    } catch (IOException e) {
      throw new ProblemException(Problem.UNAVAILABLE, "The uploaded file could not be read.", e);
    }
  }

  private void finish(Caller caller, UUID id, ImportState state, ImportOutcome outcome) {
    database.write(
        caller,
        tx -> {
          var job = store.step(tx, id, state, 0, outcome, clock.instant());
          tx.publish(ImportEvents.progressed(caller, job));
          return job;
        });
  }

  private static ImportOutcome outcome(Optional<Catalogue> catalogue, CatalogueReading reading) {
    return new ImportOutcome(
        catalogue.map(Catalogue::counts),
        reading.problems().stream().map(ImportProblem::of).toList(),
        reading.problemCount(),
        Optional.empty());
  }

  private static ImportOutcome failure(Problem cause, String message) {
    var problem =
        new ImportProblem(
            cause.code(), Severity.ERROR, message, Optional.empty(), Optional.empty());
    return new ImportOutcome(Optional.empty(), List.of(problem), 1, Optional.empty());
  }

  private static UUID importId(Job work) {
    try {
      return UUID.fromString(
          new ObjectMapper().readTree(work.payloadJson()).path("importJob").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the job " + work.id() + " has no JSON payload", e);
    }
  }
}
