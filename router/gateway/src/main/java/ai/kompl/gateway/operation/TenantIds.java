package ai.kompl.gateway.operation;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;

/** Keeps ids of other tenants out before anything follows them. */
public final class TenantIds {
  private TenantIds() {}

  /**
   * Passes an id of the caller's own tenant.
   *
   * @throws RefusedException NOT_FOUND for any other, so that an answer does not tell whether it
   *     exists
   */
  public static void check(Caller caller, String id) {
    String tag = GlobalId.tag(caller.tenant());
    if (GlobalId.parse(id).filter(it -> it.tenantTag().equals(tag)).isEmpty()) {
      throw RefusedException.of(Refusal.NOT_FOUND, "There is no such object.");
    }
  }
}
