package ai.kompl.kit;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.TenantId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A GraphQL object type with a global id: how its name, its Java value and its id hang together.
 * Joined to the schema by {@link Resolvers.Builder#type(EntityType)}.
 *
 * @param name the type's name in the schema, such as {@code Control}
 * @param code the type part of its ids, such as {@code control}
 * @param values the Java type of its values
 * @param id the internal id of a value
 * @param tenant the tenant of a value that knows it; otherwise the caller's
 * @param <T> the Java type
 */
public record EntityType<T>(
    String name,
    String code,
    Class<T> values,
    Function<? super T, UUID> id,
    Function<? super T, Optional<TenantId>> tenant) {

  /** A type whose values are of the caller's tenant. */
  public EntityType(String name, String code, Class<T> values, Function<? super T, UUID> id) {
    this(name, code, values, id, _ -> Optional.empty());
  }

  /** The same type, its values knowing their tenant: they can be shown before there is a caller. */
  public EntityType<T> within(Function<? super T, TenantId> owner) {
    return new EntityType<>(name, code, values, id, value -> Optional.of(owner.apply(value)));
  }

  /** The id that clients see. */
  public String globalId(TenantId owner, T value) {
    return GlobalId.of(code, owner, id.apply(value)).toString();
  }

  /** The id that clients see, of a value of the caller's own tenant. */
  public String globalId(Caller caller, T value) {
    return globalId(caller.tenant(), value);
  }

  String globalId(Resolution request, T value) {
    return globalId(tenant.apply(value).orElseGet(() -> request.caller().tenant()), value);
  }
}
