package ai.kompl.identity.user;

import ai.kompl.kit.EntityType;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A person's account within one tenant.
 *
 * @param id its internal id
 * @param tenant the only tenant it belongs to
 * @param email as the person writes it; unique within the tenant whatever its case
 * @param displayName what others see
 * @param kind {@code USER}, or {@code OPERATOR} for staff of the platform
 * @param roles role names within the tenant
 * @param state whether it may sign in
 * @param version counts up with every change
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 */
public record User(
    UUID id,
    TenantId tenant,
    String email,
    String displayName,
    CallerKind kind,
    List<String> roles,
    UserState state,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  /** The GraphQL entity. */
  public static final EntityType<User> TYPE =
      new EntityType<>("User", "user", User.class, User::id).within(User::tenant);

  public User {
    roles = List.copyOf(roles);
  }

  /** The id that clients see. */
  public String globalId() {
    return TYPE.globalId(tenant, this);
  }
}
