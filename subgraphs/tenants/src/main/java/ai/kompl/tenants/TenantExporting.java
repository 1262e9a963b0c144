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
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantExport;
import ai.kompl.tenancy.data.TenantExports;
import ai.kompl.tenancy.data.TenantOffboarding;
import ai.kompl.tenancy.data.TenantRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The exports of everything that an organization owns, for its own admins. */
final class TenantExporting {
  private static final String SLUG = "slug";

  /** An export as clients see it, see the schema. */
  record Export(
      String id,
      TenantExport.State state,
      Instant requestedAt,
      String requestedBy,
      Optional<Instant> finishedAt,
      Optional<String> sha256,
      Optional<String> bytes,
      Optional<String> path,
      Optional<Instant> expiresAt) {
    static Export of(TenantId tenant, TenantExport export) {
      String id = export.globalId(tenant);
      boolean ready = export.state() == TenantExport.State.READY;
      return new Export(
          id,
          export.state(),
          export.requestedAt(),
          export.requestedBy(),
          export.finishedAt(),
          export.sha256(),
          export.bytes().map(String::valueOf),
          ready ? Optional.of("/exports/" + id) : Optional.empty(),
          export.expiresAt());
    }
  }

  /**
   * The payload of {@code requestTenantExport}.
   *
   * @param tenantExport what was asked for
   * @param userErrors what was wrong
   */
  record Payload(Optional<Export> tenantExport, List<UserError> userErrors) {}

  private final TenantRegistry registry;
  private final TenantExports exports;
  private final OperatorRefusals refusals;

  TenantExporting(TenantRegistry registry, TenantExports exports, OperatorRefusals refusals) {
    this.registry = registry;
    this.exports = exports;
    this.refusals = refusals;
  }

  Resolvers resolvers() {
    return Resolvers.builder()
        .query("tenantExports", this::newest)
        .mutation("requestTenantExport", this::request)
        .type("TenantExport", Export.class)
        .build();
  }

  private List<Export> newest(Resolution request) {
    Caller caller = request.caller();
    if (!caller.hasRole(TenantOffboarding.ADMIN)) {
      throw refusals.refused(caller, "tenants.tenant-export.read-refused", "not an admin");
    }
    return exports.newest(caller).stream()
        .map(export -> Export.of(caller.tenant(), export))
        .toList();
  }

  private Payload request(Resolution request) {
    Caller caller = request.caller();
    TenantId tenant = target(caller, request.arguments().optionalObject("input"));
    Export export = Export.of(tenant, exports.request(tenant, caller));
    return new Payload(Optional.of(export), List.of());
  }

  /** Operators name an organization, admins mean their own; before that nothing is looked up. */
  private TenantId target(Caller caller, Optional<Input> input) {
    Optional<String> slug = input.flatMap(given -> given.optionalString(SLUG));
    boolean operator = caller.kind() == CallerKind.OPERATOR;
    if (!operator && (slug.isPresent() || !caller.hasRole(TenantOffboarding.ADMIN))) {
      String why = slug.isPresent() ? "not an operator" : "not an admin";
      throw refusals.refused(caller, "tenants.tenant-export.request-refused", why);
    }
    if (slug.isEmpty()) {
      return caller.tenant();
    }
    return registry
        .findBySlug(slug.get())
        .map(Tenant::id)
        .orElseThrow(() ->
            ProblemException.at(
                "input.slug", Problem.NOT_FOUND, "There is no organization with this slug."));
  }
}
