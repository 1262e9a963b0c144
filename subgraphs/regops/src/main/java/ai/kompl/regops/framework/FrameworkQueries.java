package ai.kompl.regops.framework;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.TotalCount;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.TenantReference;
import ai.kompl.kit.UserReference;
import ai.kompl.regops.listing.Found;
import ai.kompl.tenancy.data.TenantDatabase;

/** Answers what is asked about frameworks and their versions. */
public final class FrameworkQueries {

  private static final ListId FRAMEWORKS = new ListId("regops.frameworks", "ref_code,id");
  private static final ListId VERSIONS =
      new ListId("regops.framework.versions", "created_at desc,id desc");

  private final TenantDatabase database;
  private final FrameworkLoaders loaders;
  private final FrameworkStore store = new FrameworkStore();

  public FrameworkQueries(TenantDatabase database, FrameworkLoaders loaders) {
    this.database = database;
    this.loaders = loaders;
  }

  /** The resolvers of both types, of the tenant's list and of the root fields. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("frameworks", this::frameworks)
        .query(
            "framework",
            request -> Found.byId(request, loaders.frameworks(), Framework.TYPE.code()))
        .query(
            "frameworkVersion",
            request -> Found.byId(request, loaders.versions(), FrameworkVersion.TYPE.code()))
        .entity(Framework.TYPE, loaders.frameworks())
        .entity(FrameworkVersion.TYPE, loaders.versions())
        .reference(TenantReference.TYPE, TenantReference::own)
        .field(TenantReference.TYPE, "frameworks", (_, request) -> frameworks(request))
        .addAll(ofFramework())
        .addAll(ofVersion())
        .build();
  }

  private Resolvers ofFramework() {
    return Resolvers.builder()
        .field(
            Framework.TYPE,
            "currentVersion",
            (framework, request) ->
                Found.optional(request, loaders.versions(), framework.currentVersionId()))
        .field(
            Framework.TYPE,
            "versions",
            (framework, request) ->
                request.load(
                    loaders.versionsOfFramework(), framework.id(), "", request.page(VERSIONS)))
        .field(
            Framework.TYPE,
            "createdBy",
            (framework, _) -> new UserReference(framework.createdById()))
        .field(
            Framework.TYPE,
            "updatedBy",
            (framework, _) -> new UserReference(framework.updatedById()))
        .build();
  }

  private Resolvers ofVersion() {
    return Resolvers.builder()
        .field(
            FrameworkVersion.TYPE,
            "framework",
            (version, request) -> request.load(loaders.frameworks(), version.frameworkId()))
        .field(
            FrameworkVersion.TYPE,
            "supersedes",
            (version, request) ->
                Found.optional(request, loaders.versions(), version.supersedesId()))
        .field(
            FrameworkVersion.TYPE,
            "createdBy",
            (version, _) -> new UserReference(version.createdById()))
        .build();
  }

  private Connection<Framework> frameworks(Resolution request) {
    var page = request.page(FRAMEWORKS);
    var filter = FrameworkFilter.of(request.arguments());
    var rows = database.read(request.caller(), tx -> store.page(tx, filter, page));
    var total =
        new TotalCount.Direct(() -> database.read(request.caller(), tx -> store.count(tx, filter)));
    return Connection.of(page, rows, FrameworkStore::position, total);
  }
}
