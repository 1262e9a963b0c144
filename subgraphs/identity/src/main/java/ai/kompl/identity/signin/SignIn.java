package ai.kompl.identity.signin;

import ai.kompl.identity.password.PasswordHasher;
import ai.kompl.identity.user.Credentials;
import ai.kompl.identity.user.EmailAddress;
import ai.kompl.identity.user.User;
import ai.kompl.identity.user.UserState;
import ai.kompl.identity.user.UserStore;
import ai.kompl.kit.UuidSource;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.token.AccessToken;
import ai.kompl.tenancy.caller.token.AccessTokenIssuer;
import ai.kompl.tenancy.caller.token.Grant;
import ai.kompl.tenancy.data.AuditCategory;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantRegistry;
import ai.kompl.tenancy.data.TenantState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a person in with a password. Whatever is wrong, the organization, the address, the password
 * or the account's state, the answer is the same and a hash is computed for it, so that a stranger
 * cannot learn who has an account (ASVS 6.3.8).
 */
public final class SignIn {

  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final PlatformDatabase database;
  private final UserStore users;
  private final TenantRegistry tenants;
  private final PasswordHasher passwords;
  private final TokenTerms terms;
  private final UuidSource ids;
  private final InstantSource clock;

  /**
   * How tokens are issued.
   *
   * @param issuer signs them
   * @param lifetime how long they are good
   */
  public record TokenTerms(AccessTokenIssuer issuer, Duration lifetime) {}

  /**
   * Where sign-in reads and writes.
   *
   * @param database the accounts and the audit trail
   * @param tenants finds organizations by slug
   * @param ids for sessions
   * @param clock the time
   */
  public record Ground(
      PlatformDatabase database, TenantRegistry tenants, UuidSource ids, InstantSource clock) {}

  /** Sign-in on that ground. */
  public SignIn(Ground ground, PasswordHasher passwords, TokenTerms terms) {
    this.database = ground.database();
    this.users = new UserStore(ground.database());
    this.tenants = ground.tenants();
    this.ids = ground.ids();
    this.clock = ground.clock();
    this.passwords = passwords;
    this.terms = terms;
  }

  /**
   * Tries to sign in.
   *
   * @param attempt what the person gave
   * @param requestId for the audit trail
   */
  public SignInOutcome attempt(SignInAttempt attempt, String requestId) {
    Optional<Tenant> organization = attempt.organization().flatMap(tenants::findBySlug);
    Optional<Credentials> found = find(attempt, organization);
    boolean proven =
        found
            .map(known -> passwords.matches(attempt.password(), known.passwordHash()))
            .orElseGet(() -> passwords.matchesNobody(attempt.password()));
    if (!proven || found.isEmpty()) {
      return refuse(found, organization.map(Tenant::id), "wrong credentials", requestId);
    }
    User user = found.get().user();
    if (user.state() != UserState.ACTIVE) {
      return refuse(found, organization.map(Tenant::id), "account disabled", requestId);
    }
    Optional<Tenant> tenant = tenants.find(user.tenant());
    if (!tenant.map(Tenant::state).orElse(TenantState.SUSPENDED).isServed()) {
      audit(user.tenant(), found, "organization suspended", requestId);
      return new SignInOutcome.Suspended();
    }
    return welcome(found.get(), attempt.password(), requestId);
  }

  private Optional<Credentials> find(SignInAttempt attempt, Optional<Tenant> organization) {
    String key = EmailAddress.key(attempt.email());
    if (attempt.organization().isEmpty()) {
      return users.credentialsAnywhere(key);
    }
    return organization.flatMap(tenant -> users.credentials(tenant.id(), key));
  }

  private SignInOutcome welcome(Credentials proven, String password, String requestId) {
    User user = proven.user();
    String session = ids.next().toString();
    Map<String, String> known =
        database.read(transaction -> transaction.callerAttributes(user.tenant(), user.id()));
    Grant grant = grant(user, known, session);
    AccessToken token = terms.issuer().issue(grant, terms.lifetime());
    Caller caller = caller(grant, requestId, token.expiresAt());
    Optional<String> stronger =
        passwords.isOutdated(proven.passwordHash())
            ? Optional.of(passwords.hash(password))
            : Optional.empty();
    Instant now = clock.instant();
    return database.write(transaction -> {
      stronger.ifPresent(hash -> users.rehash(transaction, user, hash, now));
      transaction.audit(caller, userEntry("identity.user.signed-in", user, Optional.empty()));
      return new SignInOutcome.SignedIn(token, user);
    });
  }

  private SignInOutcome refuse(
      Optional<Credentials> found, Optional<TenantId> organization, String why, String requestId) {
    Optional<TenantId> tenant = found.map(known -> known.user().tenant()).or(() -> organization);
    if (tenant.isPresent()) {
      audit(tenant.get(), found, why, requestId);
    } else {
      // No tenant has a trail for it; the address itself stays out of the log.
      LOG.atWarn().addKeyValue("requestId", requestId).log("sign-in-refused-nowhere");
    }
    return new SignInOutcome.Refused();
  }

  private void audit(TenantId tenant, Optional<Credentials> found, String why, String requestId) {
    Caller system = Caller.worker(tenant, "identity.sign-in", requestId);
    String subject = found.map(known -> known.user().globalId()).orElse("");
    database.write(transaction -> {
      transaction.audit(
          system, AuditEntry.denial("identity.user.sign-in-refused", "User", subject, why));
      return true;
    });
  }

  private static AuditEntry userEntry(String action, User user, Optional<String> reason) {
    return new AuditEntry(
        AuditCategory.USER, action, "User", user.globalId(), reason, "{\"method\":\"password\"}");
  }

  private static Grant grant(User user, Map<String, String> known, String session) {
    return new Grant(
        user.tenant(), user.id(), user.kind(), Set.copyOf(user.roles()), Set.of(), known, session);
  }

  private static Caller caller(Grant grant, String requestId, Instant expiresAt) {
    return new Caller(
        grant.tenant(),
        grant.subject(),
        grant.kind(),
        grant.roles(),
        grant.scopes(),
        grant.attributes(),
        grant.sessionId(),
        requestId,
        expiresAt);
  }
}
