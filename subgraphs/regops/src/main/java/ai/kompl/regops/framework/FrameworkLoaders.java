package ai.kompl.regops.framework;

import ai.kompl.dataloaders.LoadCache;
import ai.kompl.dataloaders.Loader;
import ai.kompl.dataloaders.Windows;
import ai.kompl.tenancy.data.TenantDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How frameworks and their versions are read many at once. */
public final class FrameworkLoaders {

  private final Loader<UUID, Framework> frameworks;
  private final Loader<UUID, FrameworkVersion> versions;
  private final Windows<UUID, String, FrameworkVersion> versionsOfFramework;

  public FrameworkLoaders(TenantDatabase database, LoadCache cache) {
    var frameworkStore = new FrameworkStore();
    var versionStore = new FrameworkVersionStore();
    this.frameworks =
        cache.cached(
            Loader.of(
                "regops.frameworks",
                (caller, ids) ->
                    byId(
                        database.read(caller, tx -> frameworkStore.byIds(tx, ids)), Framework::id)),
            FrameworkCaching.BY_ID);
    this.versions =
        cache.cached(
            Loader.of(
                "regops.frameworkVersions",
                (caller, ids) ->
                    byId(
                        database.read(caller, tx -> versionStore.byIds(tx, ids)),
                        FrameworkVersion::id)),
            VersionCaching.BY_ID);
    this.versionsOfFramework =
        new Windows<>(
            "regops.framework.versions",
            (caller, parents, _, page) ->
                database.read(caller, tx -> versionStore.pages(tx, parents, page)),
            (caller, parents, _) -> database.read(caller, tx -> versionStore.counts(tx, parents)),
            FrameworkVersionStore::position);
  }

  /** Frameworks by id. */
  public Loader<UUID, Framework> frameworks() {
    return frameworks;
  }

  /** Versions by id. */
  public Loader<UUID, FrameworkVersion> versions() {
    return versions;
  }

  /** The versions of a framework; they have no filter, so it is always the empty text. */
  public Windows<UUID, String, FrameworkVersion> versionsOfFramework() {
    return versionsOfFramework;
  }

  private static <T> Map<UUID, T> byId(List<T> values, Function<T, UUID> id) {
    return values.stream().collect(Collectors.toMap(id, Function.identity()));
  }
}
