package ai.kompl.identity.user;

import ai.kompl.identity.password.PasswordHasher;
import ai.kompl.kit.UuidSource;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.events.EventDraft;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Makes the accounts of a tenant. */
public final class UserAccounts {

  private final PlatformDatabase database;
  private final UserStore users;
  private final PasswordHasher passwords;
  private final UuidSource ids;
  private final InstantSource clock;

  /** Accounts in that database. */
  public UserAccounts(
      PlatformDatabase database, PasswordHasher passwords, UuidSource ids, InstantSource clock) {
    this.database = database;
    this.users = new UserStore(database);
    this.passwords = passwords;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Makes an account in the tenant of the caller.
   *
   * @throws ProblemException {@code CONFLICT} when the address is taken there
   */
  public User create(NewUser draft, Caller by) {
    return insert(draft, by)
        .orElseThrow(() ->
            ProblemException.at(
                "input.email", Problem.CONFLICT, "There is already an account of this address."));
  }

  /**
   * The account of that address in the tenant of the caller, made when it is missing. One that is
   * there is left as it is, its password included.
   */
  public User ensure(NewUser draft, Caller by) {
    return find(draft, by)
        .or(() -> insert(draft, by))
        .or(() -> find(draft, by))
        .orElseThrow(() -> new ProblemException(Problem.CONFLICT));
  }

  private Optional<User> find(NewUser draft, Caller by) {
    return users.credentials(by.tenant(), draft.email().key()).map(Credentials::user);
  }

  private Optional<User> insert(NewUser draft, Caller by) {
    // Hashed before the transaction, which would otherwise hold its connection all the while.
    String hash = passwords.hash(draft.password());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var user =
        new User(
            ids.next(),
            by.tenant(),
            draft.email().text(),
            draft.displayName(),
            draft.kind(),
            List.copyOf(draft.roles()),
            UserState.ACTIVE,
            1,
            now,
            now);
    return database.write(transaction -> {
      if (!users.insert(transaction, user, hash, by)) {
        return Optional.<User>empty();
      }
      transaction.quotas(by.tenant()).take(Quota.USERS, 1);
      transaction.audit(
          by, AuditEntry.change("identity.user.created", "User", user.globalId(), "{}"));
      transaction.publish(
          user.tenant(), EventDraft.of("identity.user.created", "User", user.globalId()));
      return Optional.of(user);
    });
  }
}
