package ai.kompl.regops.imports;

import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserError;
import ai.kompl.regops.framework.CatalogFormat;
import ai.kompl.regops.repetition.IdempotencyKeys;
import ai.kompl.regops.repetition.IdempotencyKeys.Call;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.vault.UploadId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Orders imports. */
public final class ImportCommands {

  private final TenantDatabase database;
  private final ImportJobStore store = new ImportJobStore();
  private final IdempotencyKeys keys;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  public ImportCommands(TenantDatabase database, InstantSource clock, Supplier<UUID> ids) {
    this.database = database;
    this.keys = new IdempotencyKeys(clock);
    this.clock = clock;
    this.ids = ids;
  }

  /** The resolver of the mutation. */
  public Resolvers resolvers() {
    return Resolvers.builder().mutation("importFrameworkCatalog", this::order).build();
  }

  /** What ordering an import answers. */
  public record ImportPayload(ImportJob importJob, List<UserError> userErrors) {}

  private ImportPayload order(Resolution request) {
    Input input = request.input();
    UploadId upload =
        UploadId.parse(request.caller().tenant(), input.string("uploadId"))
            .orElseThrow(() ->
                ProblemException.at(
                    input.path("uploadId"),
                    Problem.NOT_FOUND,
                    "There is no such upload. Upload the file first."));
    var order =
        new ImportOrder(
            upload.toString(),
            CatalogFormat.valueOf(input.string("format")),
            input
                .optionalObject("framework")
                .map(FrameworkDetails::of)
                .orElse(FrameworkDetails.NONE),
            input.bool("dryRun", false));
    var key = input.optionalText("idempotencyKey", IdempotencyKeys.MAX_KEY);
    var call = new Call("importFrameworkCatalog", key, order);
    return new ImportPayload(
        database.write(request.caller(), tx -> order(tx, call, order)), List.of());
  }

  private ImportJob order(TenantTransaction tx, Call call, ImportOrder order) {
    UUID id = ids.get();
    Optional<UUID> repeated = keys.repeated(tx, call, id);
    if (repeated.isPresent()) {
      return store.byIds(tx, List.of(repeated.get())).getFirst();
    }
    var job =
        new ImportJob(
            id,
            1,
            ImportState.QUEUED,
            order,
            0,
            ImportOutcome.NONE,
            0,
            clock.instant(),
            tx.caller().subject(),
            Optional.empty(),
            Optional.empty());
    store.insert(tx, job);
    String globalId = ImportJob.TYPE.globalId(tx.caller(), job);
    tx.audit(AuditEntry.change("regops.import-job.ordered", ImportJob.TYPE.name(), globalId, "{}"));
    tx.publish(ImportEvents.progressed(tx.caller(), job));
    tx.schedule(ImportHandler.KIND, "{\"importJob\":\"" + id + "\"}");
    return job;
  }
}
