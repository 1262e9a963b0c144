package ai.kompl.tenants;

import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.UserError;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantRegistry;
import java.util.List;
import java.util.Optional;

/** The mutations by which operators stop and resume serving an organization. */
final class TenantSuspension {
  private static final int MAX_REASON = 1_000;

  /**
   * The payload of both.
   *
   * @param tenant the organization as it is now
   * @param userErrors what was wrong
   */
  record Payload(Optional<Tenant> tenant, List<UserError> userErrors) {}

  private interface Change {
    Tenant make(Tenant tenant, String reason, Caller operator);
  }

  private final TenantRegistry registry;
  private final OperatorRefusals refusals;

  TenantSuspension(TenantRegistry registry, OperatorRefusals refusals) {
    this.registry = registry;
    this.refusals = refusals;
  }

  Payload suspend(Resolution request) {
    return change(
        request,
        "suspend",
        (tenant, reason, operator) -> registry.suspend(tenant.id(), reason, operator));
  }

  Payload resume(Resolution request) {
    return change(
        request,
        "resume",
        (tenant, reason, operator) -> registry.resume(tenant.id(), reason, operator));
  }

  private Payload change(Resolution request, String what, Change change) {
    Caller caller = request.caller();
    // Before anything is looked up: whether an organization exists is not for others to learn.
    if (caller.kind() != CallerKind.OPERATOR) {
      throw refusals.refused(caller, "tenants.tenant." + what + "-refused");
    }
    Input input = request.input();
    String reason = input.text("reason", MAX_REASON);
    Tenant tenant =
        registry
            .findBySlug(input.string("slug"))
            .orElseThrow(() ->
                ProblemException.at(
                    "input.slug", Problem.NOT_FOUND, "There is no organization with this slug."));
    return new Payload(Optional.of(change.make(tenant, reason, caller)), List.of());
  }
}
