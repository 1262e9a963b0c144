package ai.kompl.tenants.authority;

import ai.kompl.kit.TenantReference;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantRegistry;
import java.util.Optional;

/** Decides who may do what. Whoever is refused is so before anything is looked up. */
public final class Authority {
  private static final String ADMIN = "admin";

  private final PlatformDatabase database;
  private final TenantRegistry registry;

  /** Refusals go to that database; operators name tenants of that registry. */
  public Authority(PlatformDatabase database, TenantRegistry registry) {
    this.database = database;
    this.registry = registry;
  }

  /** Whether the caller works for the platform itself. */
  public static boolean isOperator(Caller caller) {
    return caller.kind() == CallerKind.OPERATOR || caller.kind() == CallerKind.SYSTEM;
  }

  /** Whether the caller looks after the own organization. */
  public static boolean isAdmin(Caller caller) {
    return caller.hasRole(ADMIN);
  }

  /**
   * Refuses everyone but operators.
   *
   * @param action what is tried, dotted, as the audit trail names it
   * @throws ProblemException FORBIDDEN
   */
  public void requireOperator(Caller caller, String action) {
    if (!isOperator(caller)) {
      throw refused(caller, action, "not an operator");
    }
  }

  /**
   * Refuses everyone but operators and the admins of the organization.
   *
   * @throws ProblemException FORBIDDEN
   */
  public void requireAdmin(Caller caller, String action) {
    if (!isOperator(caller) && !isAdmin(caller)) {
      throw refused(caller, action, "not an admin");
    }
  }

  /**
   * Refuses everyone but the admins of the organization, operators too.
   *
   * @throws ProblemException FORBIDDEN
   */
  public void requireOwnAdmin(Caller caller, String action) {
    if (!isAdmin(caller)) {
      throw refused(caller, action, "not an admin");
    }
  }

  /**
   * The tenant that is meant: the caller's own, or for operators the one of that slug.
   *
   * @throws ProblemException FORBIDDEN when others name one, NOT_FOUND when there is none
   */
  public TenantId meant(Caller caller, Optional<String> slug, String action) {
    if (slug.isEmpty()) {
      return caller.tenant();
    }
    requireOperator(caller, action);
    return registry
        .findBySlug(slug.get())
        .map(Tenant::id)
        .orElseThrow(() ->
            ProblemException.at(
                "tenant", Problem.NOT_FOUND, "There is no organization of this slug."));
  }

  /** The operator as acting for a tenant, so that the tenant's own trail tells of it. */
  public static Caller within(Caller caller, TenantId tenant) {
    return new Caller(
        tenant,
        caller.subject(),
        caller.kind(),
        caller.roles(),
        caller.scopes(),
        caller.attributes(),
        caller.sessionId(),
        caller.requestId(),
        caller.expiresAt());
  }

  /** The global id of a tenant, as subject of audit entries and events. */
  public static String globalId(TenantId tenant) {
    return TenantReference.TYPE.globalId(tenant, new TenantReference(tenant));
  }

  private ProblemException refused(Caller caller, String action, String why) {
    var denial = AuditEntry.denial(action, "Tenant", globalId(caller.tenant()), why);
    database.write(transaction -> {
      transaction.audit(caller, denial);
      return true;
    });
    return new ProblemException(Problem.FORBIDDEN);
  }
}
