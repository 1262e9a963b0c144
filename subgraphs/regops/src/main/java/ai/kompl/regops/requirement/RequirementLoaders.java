package ai.kompl.regops.requirement;

import ai.kompl.dataloaders.LoadCache;
import ai.kompl.dataloaders.Loader;
import ai.kompl.dataloaders.Windows;
import ai.kompl.tenancy.data.TenantDatabase;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How requirements are read many at once. */
public final class RequirementLoaders {

  private final Loader<UUID, Requirement> byId;
  private final Windows<UUID, RequirementFilter, Requirement> ofVersion;
  private final Windows<UUID, Optional<Boolean>, Requirement> children;

  public RequirementLoaders(TenantDatabase database, LoadCache cache) {
    var store = new RequirementStore();
    this.byId =
        cache.cached(
            Loader.of(
                "regops.requirements",
                (caller, ids) ->
                    database.read(caller, tx -> store.byIds(tx, ids)).stream()
                        .collect(Collectors.toMap(Requirement::id, Function.identity()))),
            RequirementCaching.BY_ID);
    this.ofVersion =
        new Windows<>(
            "regops.frameworkVersion.requirements",
            (caller, parents, filter, page) ->
                database.read(caller, tx -> store.pages(tx, parents, filter, page)),
            (caller, parents, filter) ->
                database.read(caller, tx -> store.counts(tx, parents, filter)),
            RequirementStore::position);
    this.children =
        new Windows<>(
            "regops.requirement.children",
            (caller, parents, active, page) ->
                database.read(caller, tx -> store.children(tx, parents, active, page)),
            (caller, parents, active) ->
                database.read(caller, tx -> store.childCounts(tx, parents, active)),
            RequirementStore::position);
  }

  /** Requirements by id. */
  public Loader<UUID, Requirement> byId() {
    return byId;
  }

  /** The requirements of a framework version. */
  public Windows<UUID, RequirementFilter, Requirement> ofVersion() {
    return ofVersion;
  }

  /** The requirements below another; filtered by whether they are in force, if given. */
  public Windows<UUID, Optional<Boolean>, Requirement> children() {
    return children;
  }
}
