package ai.kompl.regops.imports;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.Loader;
import ai.kompl.dataloaders.TotalCount;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserReference;
import ai.kompl.regops.framework.FrameworkLoaders;
import ai.kompl.regops.listing.Found;
import ai.kompl.tenancy.data.TenantDatabase;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers what is asked about imports. */
public final class ImportQueries {

  private static final ListId IMPORTS = new ListId("regops.importJobs", "created_at desc,id desc");

  private final TenantDatabase database;
  private final FrameworkLoaders frameworks;
  private final ImportJobStore store = new ImportJobStore();
  private final Loader<UUID, ImportJob> byId;

  public ImportQueries(TenantDatabase database, FrameworkLoaders frameworks) {
    this.database = database;
    this.frameworks = frameworks;
    this.byId =
        Loader.of(
            "regops.importJobs",
            (caller, ids) ->
                database.read(caller, tx -> store.byIds(tx, ids)).stream()
                    .collect(Collectors.toMap(ImportJob::id, Function.identity())));
  }

  /** The resolvers of imports. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("importJob", request -> Found.byId(request, byId, ImportJob.TYPE.code()))
        .query("importJobs", this::imports)
        .entity(ImportJob.TYPE, byId)
        .field(ImportJob.TYPE, "createdBy", (job, _) -> new UserReference(job.createdById()))
        .field(
            ImportJob.TYPE,
            "frameworkVersion",
            (job, request) ->
                Found.optional(request, frameworks.versions(), job.outcome().frameworkVersionId()))
        .build();
  }

  private Connection<ImportJob> imports(Resolution request) {
    var page = request.page(IMPORTS);
    var rows = database.read(request.caller(), tx -> store.page(tx, page));
    var total = new TotalCount.Direct(() -> database.read(request.caller(), store::count));
    return Connection.of(page, rows, ImportJobStore::position, total);
  }
}
