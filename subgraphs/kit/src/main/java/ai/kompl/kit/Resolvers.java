package ai.kompl.kit;

import ai.kompl.dataloaders.Loader;
import ai.kompl.tenancy.caller.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What answers the fields of a subgraph's schema. Joined to the schema when the subgraph starts,
 * which refuses what does not match on either side.
 */
public final class Resolvers {

  private final Map<Coordinate, FieldResolver<Object, ?>> fields;
  private final Map<Class<?>, String> types;
  private final Map<String, EntitySource<?>> entities;

  private Resolvers(Builder builder) {
    this.fields = Map.copyOf(builder.fields);
    this.types = Map.copyOf(builder.types);
    this.entities = Map.copyOf(builder.entities);
  }

  /** A collection of resolvers to be filled. */
  public static Builder builder() {
    return new Builder();
  }

  Map<Coordinate, FieldResolver<Object, ?>> fields() {
    return fields;
  }

  Map<Class<?>, String> types() {
    return types;
  }

  Map<String, EntitySource<?>> entities() {
    return entities;
  }

  /** Collects resolvers. Not safe for use by several threads. */
  public static final class Builder {

    private final Map<Coordinate, FieldResolver<Object, ?>> fields = new LinkedHashMap<>();
    private final Map<Class<?>, String> types = new LinkedHashMap<>();
    private final Map<String, EntitySource<?>> entities = new LinkedHashMap<>();

    private Builder() {}

    /** Answers a field of {@code Query}. */
    public <R extends @Nullable Object> Builder query(String field, Resolver<R> resolver) {
      return add(new Coordinate("Query", field), (_, request) -> resolver.resolve(request));
    }

    /**
     * Answers a field of {@code Mutation}. Where its payload has {@code userErrors} and otherwise
     * nullable fields only, a problem that the user can put right becomes a user error.
     */
    public <R extends @Nullable Object> Builder mutation(String field, Resolver<R> resolver) {
      return add(new Coordinate("Mutation", field), (_, request) -> resolver.resolve(request));
    }

    /**
     * Answers a field of an object type.
     *
     * @param type the type's name in the schema
     * @param values the Java type of its values
     */
    public <S, R extends @Nullable Object> Builder field(
        String type, Class<S> values, String field, FieldResolver<S, R> resolver) {
      return add(
          new Coordinate(type, field),
          (source, request) -> resolver.resolve(values.cast(source), request));
    }

    /** Answers a field of a type with a global id. */
    public <S, R extends @Nullable Object> Builder field(
        EntityType<S> type, String field, FieldResolver<S, R> resolver) {
      return field(type.name(), type.values(), field, resolver);
    }

    /**
     * States which Java type holds the values of an object type. Needed where the type is met
     * through an interface or union; elsewhere it has the fields checked against the accessors.
     */
    public Builder type(String type, Class<?> values) {
      String known = types.putIfAbsent(values, type);
      if (known != null && !known.equals(type)) {
        throw new IllegalArgumentException(values + " is already the Java type of " + known);
      }
      return this;
    }

    /** Joins a type with a global id: its Java type, and its {@code id} field. */
    public <T> Builder type(EntityType<T> type) {
      type(type.name(), type.values());
      return field(type, "id", (value, request) -> type.globalId(request, value));
    }

    /** Joins an entity whose values are read by a loader. */
    public <T> Builder entity(EntityType<T> type, Loader<UUID, T> loader) {
      return entity(new EntitySource.Loaded<>(type, loader));
    }

    /**
     * Joins an entity of another subgraph that this one extends: its value is made from the id.
     *
     * @param reference the value; empty answers {@code NOT_FOUND}
     */
    public <T> Builder reference(
        EntityType<T> type, BiFunction<Caller, UUID, Optional<T>> reference) {
      return entity(new EntitySource.Referenced<>(type, reference));
    }

    private <T> Builder entity(EntitySource<T> source) {
      if (entities.putIfAbsent(source.type().name(), source) != null) {
        throw new IllegalArgumentException("entity " + source.type().name() + " is joined twice");
      }
      return type(source.type());
    }

    private Builder add(Coordinate coordinate, FieldResolver<Object, ?> resolver) {
      if (fields.putIfAbsent(coordinate, resolver) != null) {
        throw new IllegalArgumentException(coordinate + " has two resolvers");
      }
      return this;
    }

    /** Takes everything from an aggregate's own collection. */
    public Builder addAll(Resolvers other) {
      other.fields.forEach(this::add);
      other.types.forEach((values, type) -> type(type, values));
      other.entities.forEach((_, source) -> entities.put(source.type().name(), source));
      return this;
    }

    /** The collected resolvers. */
    public Resolvers build() {
      return new Resolvers(this);
    }
  }
}
