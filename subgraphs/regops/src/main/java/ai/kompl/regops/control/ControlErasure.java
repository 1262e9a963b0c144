package ai.kompl.regops.control;

import ai.kompl.kit.EntityType;
import ai.kompl.regops.deletion.Erasure;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.List;
import java.util.UUID;

/** Takes deleted controls away for good, with their links. */
public final class ControlErasure implements Erasure {

  @Override
  public EntityType<Control> type() {
    return Control.TYPE;
  }

  @Override
  public void hold(TenantTransaction tx, List<UUID> ids) {
    tx.query(
        """
        select id from regops_control where id = any(cast(? as uuid[])) and deleted_at is not null
        order by id for update
        """,
        row -> row.uuid("id"),
        ids);
  }

  @Override
  public void erase(TenantTransaction tx, List<UUID> ids) {
    tx.update(
        """
        delete from regops_control_requirement where control_id in (
          select id from regops_control where id = any(cast(? as uuid[])) and deleted_at is not null)
        """,
        ids);
    tx.update(
        "delete from regops_control where id = any(cast(? as uuid[])) and deleted_at is not null",
        ids);
  }
}
