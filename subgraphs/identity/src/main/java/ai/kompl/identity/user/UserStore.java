package ai.kompl.identity.user;

import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.Position;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenancy.data.PlatformTransaction;
import ai.kompl.tenancy.data.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All statements on accounts. Each names the tenant, since the table is shared by all. */
public final class UserStore {

  private final PlatformDatabase database;

  /** Accounts in that database. */
  public UserStore(PlatformDatabase database) {
    this.database = database;
  }

  /** The accounts of the caller's tenant with these ids; others are left out. */
  public Map<UUID, User> byIds(Caller caller, Collection<UUID> ids) {
    return database
        .read(transaction ->
            transaction.query(
                """
                select id, tenant, email, display_name, kind, roles, state, version,
                  created_at, updated_at
                from public.identity_user
                where tenant = ? and id = any(?) and deleted_at is null
                """,
                UserStore::user,
                caller.tenant(),
                List.copyOf(ids)))
        .stream()
        .collect(Collectors.toMap(User::id, Function.identity()));
  }

  /** A page of the caller's tenant by name, in page direction. */
  public List<User> page(Caller caller, PageRequest page) {
    @Nullable String name = page.from().map(position -> position.text(0)).orElse(null);
    @Nullable UUID id = page.from().map(position -> position.uuid(1)).orElse(null);
    return database.read(transaction ->
        page.backward()
            ? before(transaction, caller.tenant(), name, id, page.limit())
            : after(transaction, caller.tenant(), name, id, page.limit()));
  }

  private static List<User> after(
      PlatformTransaction transaction,
      TenantId tenant,
      @Nullable String name,
      @Nullable UUID id,
      int limit) {
    return transaction.query(
        """
        select id, tenant, email, display_name, kind, roles, state, version,
          created_at, updated_at
        from public.identity_user
        where tenant = ? and deleted_at is null
          and (cast(? as uuid) is null
            or (display_name, id) > (cast(? as text), cast(? as uuid)))
        order by display_name, id limit ?
        """,
        UserStore::user,
        tenant,
        id,
        name,
        id,
        limit);
  }

  private static List<User> before(
      PlatformTransaction transaction,
      TenantId tenant,
      @Nullable String name,
      @Nullable UUID id,
      int limit) {
    return transaction.query(
        """
        select id, tenant, email, display_name, kind, roles, state, version,
          created_at, updated_at
        from public.identity_user
        where tenant = ? and deleted_at is null
          and (cast(? as uuid) is null
            or (display_name, id) < (cast(? as text), cast(? as uuid)))
        order by display_name desc, id desc limit ?
        """,
        UserStore::user,
        tenant,
        id,
        name,
        id,
        limit);
  }

  /** How many accounts the caller's tenant has. */
  public long count(Caller caller) {
    return database
        .read(transaction ->
            transaction.one(
                """
                select count(*) as total from public.identity_user
                where tenant = ? and deleted_at is null
                """,
                row -> row.bigInteger("total"),
                caller.tenant()))
        .orElse(0L);
  }

  /** The place of an account in the list by name. */
  public static Position place(User user) {
    return Position.of(user.displayName(), user.id());
  }

  /** The account of that address within a tenant. */
  public Optional<Credentials> credentials(TenantId tenant, String emailKey) {
    return database.read(transaction ->
        transaction.one(
            """
            select id, tenant, email, display_name, kind, roles, state, version,
              created_at, updated_at, password_hash
            from public.identity_user
            where tenant = ? and email_key = ? and deleted_at is null
            """,
            UserStore::credentials,
            tenant,
            emailKey));
  }

  /** The account of that address, when it is in one tenant only. */
  public Optional<Credentials> credentialsAnywhere(String emailKey) {
    List<Credentials> found =
        database.read(transaction ->
            transaction.query(
                """
                select id, tenant, email, display_name, kind, roles, state, version,
                  created_at, updated_at, password_hash
                from public.identity_user
                where email_key = ? and deleted_at is null limit 2
                """,
                UserStore::credentials,
                emailKey));
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /**
   * Keeps a new account within a transaction.
   *
   * @return whether it was kept; false when the address is taken in its tenant
   */
  boolean insert(PlatformTransaction transaction, User user, String passwordHash, Caller by) {
    return transaction.update(
            """
            with account as (
            insert into public.identity_user
              (id, tenant, email, email_key, display_name, password_hash, kind, roles, state,
               version, created_at, created_by, updated_at, updated_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, email_key) do nothing
            returning tenant, id)
            insert into private.people (tenant, id) select tenant, id from account
            """,
            user.id(),
            user.tenant(),
            user.email(),
            EmailAddress.key(user.email()),
            user.displayName(),
            passwordHash,
            user.kind(),
            user.roles(),
            user.state(),
            user.version(),
            user.createdAt(),
            by.actor(),
            user.updatedAt(),
            by.actor())
        == 1;
  }

  /** Keeps a stronger hash of the same password. */
  public void rehash(PlatformTransaction transaction, User user, String passwordHash, Instant now) {
    int changed =
        transaction.update(
            """
            update public.identity_user set password_hash = ?, updated_at = ?
            where tenant = ? and id = ?
            """,
            passwordHash,
            now,
            user.tenant(),
            user.id());
    if (changed != 1) {
      throw new IllegalStateException("the account is gone: " + user.id());
    }
  }

  private static Credentials credentials(Row row) {
    return new Credentials(user(row), row.string("password_hash"));
  }

  private static User user(Row row) {
    return new User(
        row.uuid("id"),
        new TenantId(row.string("tenant")),
        row.string("email"),
        row.string("display_name"),
        CallerKind.valueOf(row.string("kind")),
        row.strings("roles"),
        UserState.valueOf(row.string("state")),
        row.integer("version"),
        row.instant("created_at"),
        row.instant("updated_at"));
  }
}
