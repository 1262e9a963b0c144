package ai.kompl.regops.framework;

import ai.kompl.kit.EntityType;
import ai.kompl.regops.deletion.Erasure;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.List;
import java.util.UUID;

/** Takes deleted frameworks away for good. */
public final class FrameworkErasure implements Erasure {

  private final FrameworkDeletionStore store = new FrameworkDeletionStore();

  @Override
  public EntityType<Framework> type() {
    return Framework.TYPE;
  }

  @Override
  public void hold(TenantTransaction tx, List<UUID> ids) {
    store.hold(tx, ids);
  }

  @Override
  public void erase(TenantTransaction tx, List<UUID> ids) {
    store.erase(tx, ids);
  }
}
