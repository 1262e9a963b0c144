package ai.kompl.tenants;

import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserError;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.Offboarding;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantOffboarding;
import ai.kompl.tenancy.data.TenantRegistry;
import java.util.List;
import java.util.Optional;

/** The closing of organizations, by operators or by the organization's own admins. */
final class TenantClosing {
  private static final int MAX_REASON = 1_000;
  private static final String SLUG = "slug";

  /**
   * The payload of both mutations.
   *
   * @param tenant the organization as it is now
   * @param offboarding its closing; empty when it was cancelled
   * @param userErrors what was wrong
   */
  record Payload(
      Optional<Tenant> tenant, Optional<Offboarding> offboarding, List<UserError> userErrors) {}

  /** What was removed of an organization, see the schema. */
  record Certificate(String slug, String text) {}

  private final TenantRegistry registry;
  private final TenantOffboarding offboarding;
  private final OperatorRefusals refusals;

  TenantClosing(TenantRegistry registry, TenantOffboarding offboarding, OperatorRefusals refusals) {
    this.registry = registry;
    this.offboarding = offboarding;
    this.refusals = refusals;
  }

  Resolvers resolvers() {
    return Resolvers.builder()
        .query("tenantOffboarding", this::own)
        .query("tenantPurgeCertificate", this::certificate)
        .mutation("scheduleTenantDeletion", this::schedule)
        .mutation("cancelTenantDeletion", this::cancel)
        .build();
  }

  private Payload schedule(Resolution request) {
    Input input = request.input();
    TenantId id = target(request.caller(), input, "tenants.tenant.offboarding-refused");
    String reason = input.text("reason", MAX_REASON);
    Tenant tenant = offboarding.begin(id, reason, input.instant("purgeAfter"), request.caller());
    return new Payload(Optional.of(tenant), offboarding.find(id), List.of());
  }

  private Payload cancel(Resolution request) {
    Input input = request.input();
    TenantId id = target(request.caller(), input, "tenants.tenant.offboarding-cancel-refused");
    String reason = input.text("reason", MAX_REASON);
    Tenant tenant = offboarding.cancel(id, reason, request.caller());
    return new Payload(Optional.of(tenant), Optional.empty(), List.of());
  }

  private Optional<Offboarding> own(Resolution request) {
    return offboarding.find(request.caller().tenant());
  }

  private Optional<Certificate> certificate(Resolution request) {
    Caller caller = request.caller();
    if (caller.kind() != CallerKind.OPERATOR) {
      throw refusals.refused(caller, "tenants.purge-certificate.read-refused");
    }
    return registry
        .findBySlug(request.arguments().string(SLUG))
        .flatMap(tenant ->
            offboarding.certificate(tenant.id()).map(text -> new Certificate(tenant.slug(), text)));
  }

  /** Operators name an organization, admins mean their own; before that nothing is looked up. */
  private TenantId target(Caller caller, Input input, String refusal) {
    if (caller.kind() == CallerKind.OPERATOR) {
      return named(input);
    }
    if (!caller.hasRole(TenantOffboarding.ADMIN)) {
      throw refusals.refused(caller, refusal, "not an admin");
    }
    if (input.has(SLUG)) {
      throw refusals.refused(caller, refusal, "not an operator");
    }
    return caller.tenant();
  }

  private TenantId named(Input input) {
    String slug =
        input
            .optionalString(SLUG)
            .orElseThrow(() -> input.invalid(SLUG, "Operators say which organization they mean."));
    return registry
        .findBySlug(slug)
        .map(Tenant::id)
        .orElseThrow(() ->
            ProblemException.at(
                input.path(SLUG), Problem.NOT_FOUND, "There is no organization with this slug."));
  }
}
