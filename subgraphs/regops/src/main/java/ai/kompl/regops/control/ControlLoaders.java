package ai.kompl.regops.control;

import ai.kompl.dataloaders.LoadCache;
import ai.kompl.dataloaders.Loader;
import ai.kompl.tenancy.data.TenantDatabase;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How controls are read many at once. */
public final class ControlLoaders {

  private final Loader<UUID, Control> byId;

  public ControlLoaders(TenantDatabase database, LoadCache cache) {
    var store = new ControlStore();
    this.byId =
        cache.cached(
            Loader.of(
                "regops.controls",
                (caller, ids) ->
                    database.read(caller, tx -> store.byIds(tx, ids)).stream()
                        .collect(Collectors.toMap(Control::id, Function.identity()))),
            ControlCaching.BY_ID);
  }

  /** Controls in use by id. */
  public Loader<UUID, Control> byId() {
    return byId;
  }
}
