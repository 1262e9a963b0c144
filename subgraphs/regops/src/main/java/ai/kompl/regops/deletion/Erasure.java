package ai.kompl.regops.deletion;

import ai.kompl.kit.EntityType;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.List;
import java.util.UUID;

/** How the deleted rows of one type are held and taken away for good. */
public interface Erasure {
  /** Whose rows. */
  EntityType<?> type();

  /** Holds the deleted ones among them until the transaction ends. */
  void hold(TenantTransaction tx, List<UUID> ids);

  /** Takes the deleted ones among them away, with everything that is a part of them. */
  void erase(TenantTransaction tx, List<UUID> ids);
}
