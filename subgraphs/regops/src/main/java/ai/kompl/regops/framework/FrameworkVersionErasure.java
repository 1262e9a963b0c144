package ai.kompl.regops.framework;

import ai.kompl.kit.EntityType;
import ai.kompl.regops.deletion.Erasure;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.List;
import java.util.UUID;

/** Takes deleted framework versions away for good, with their requirements. */
public final class FrameworkVersionErasure implements Erasure {

  private final FrameworkDeletionStore store = new FrameworkDeletionStore();

  @Override
  public EntityType<FrameworkVersion> type() {
    return FrameworkVersion.TYPE;
  }

  /** Whoever changes versions holds their framework; that is enough. */
  @Override
  public void hold(TenantTransaction tx, List<UUID> ids) {}

  @Override
  public void erase(TenantTransaction tx, List<UUID> ids) {
    store.eraseVersions(tx, ids);
  }
}
