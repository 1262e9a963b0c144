package ai.kompl.kit;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.TotalCount;
import ai.kompl.schema.SchemaText;
import com.apollographql.federation.graphqljava.Federation;
import graphql.TypeResolutionEnvironment;
import graphql.language.FieldDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeRuntimeWiring;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Joins a subgraph's schema text and its resolvers to an executable schema. */
final class SchemaAssembly {

  private final SubgraphDefinition definition;
  private final TypeDefinitionRegistry types;
  private final Resolvers resolvers;

  private SchemaAssembly(SubgraphDefinition definition, TypeDefinitionRegistry types) {
    this.definition = definition;
    this.types = types;
    this.resolvers = withCommonResolvers(definition.resolvers(), types);
  }

  /**
   * Builds the schema.
   *
   * @throws SchemaMismatch when schema and resolvers do not fit
   */
  static GraphQLSchema assemble(SubgraphDefinition definition) {
    TypeDefinitionRegistry types = new SchemaParser().parse(definition.sdl());
    addPlatformDirectives(types);
    return new SchemaAssembly(definition, types).build();
  }

  private static void addPlatformDirectives(TypeDefinitionRegistry types) {
    new SchemaParser()
        .parse(SchemaText.PLATFORM_DIRECTIVES.read()).getDirectiveDefinitions().values().stream()
            .filter(directive -> types.getDirectiveDefinition(directive.getName()).isEmpty())
            .forEach(types::add);
  }

  private GraphQLSchema build() {
    SchemaCheck.check(definition.name(), types, resolvers);
    return Federation.transform(types, wiring())
        .fetchEntities(new EntityFetcher(resolvers.entities()))
        .resolveEntityType(this::typeOf)
        .build();
  }

  private RuntimeWiring wiring() {
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    for (GraphQLScalarType scalar : Scalars.all()) {
      if (types.scalars().containsKey(scalar.getName())) {
        wiring.scalar(scalar);
      }
    }
    resolvers.fields().forEach((at, resolver) -> wiring.type(fetcher(at, resolver)));
    PersonalFields.wiring(definition.name(), types, resolvers).forEach(wiring::type);
    Stream.concat(
            types.getTypes(InterfaceTypeDefinition.class).stream().map(type -> type.getName()),
            types.getTypes(UnionTypeDefinition.class).stream().map(type -> type.getName()))
        .forEach(type -> wiring.type(type, built -> built.typeResolver(this::typeOf)));
    return wiring.build();
  }

  private TypeRuntimeWiring.Builder fetcher(Coordinate at, FieldResolver<Object, ?> resolver) {
    var fetcher = new FieldFetcher(resolver, kind(at), hasUserErrors(at));
    return TypeRuntimeWiring.newTypeWiring(at.type()).dataFetcher(at.field(), fetcher);
  }

  private FieldFetcher.Kind kind(Coordinate at) {
    if (!at.type().equals("Query") && !at.type().equals("Mutation")) {
      return FieldFetcher.Kind.NESTED;
    }
    return field(at).stream().anyMatch(field -> field.hasDirective("public"))
        ? FieldFetcher.Kind.PUBLIC_ROOT
        : FieldFetcher.Kind.ROOT;
  }

  // Only where all else may be null can a refusal be told in the payload.
  private boolean hasUserErrors(Coordinate at) {
    if (!at.type().equals("Mutation")) {
      return false;
    }
    List<FieldDefinition> payload =
        field(at).map(field -> fields(nameOf(field.getType())).toList()).orElse(List.of());
    return payload.stream().anyMatch(field -> field.getName().equals("userErrors"))
        && payload.stream()
            .filter(field -> !field.getName().equals("userErrors"))
            .noneMatch(field -> field.getType() instanceof NonNullType);
  }

  private Optional<FieldDefinition> field(Coordinate at) {
    return fields(at.type()).filter(field -> field.getName().equals(at.field())).findFirst();
  }

  private Stream<FieldDefinition> fields(@Nullable String type) {
    Stream<ObjectTypeDefinition> extensions =
        types.objectTypeExtensions().values().stream().flatMap(List::stream).map(part -> part);
    return Stream.concat(types.getTypes(ObjectTypeDefinition.class).stream(), extensions)
        .filter(part -> part.getName().equals(type))
        .flatMap(part -> part.getFieldDefinitions().stream());
  }

  private static @Nullable String nameOf(Type<?> type) {
    return switch (type) {
      case NonNullType outer -> nameOf(outer.getType());
      case TypeName name -> name.getName();
      default -> null;
    };
  }

  private @Nullable GraphQLObjectType typeOf(TypeResolutionEnvironment environment) {
    Object value = environment.getObject();
    String name = resolvers.types().get(value.getClass());
    if (name == null) {
      throw new IllegalStateException(
          value.getClass().getName() + " is not joined to a type of " + definition.name());
    }
    return environment.getSchema().getObjectType(name);
  }

  /** Adds what every subgraph answers alike: counts of connections and paths of user errors. */
  private static Resolvers withCommonResolvers(Resolvers own, TypeDefinitionRegistry types) {
    Resolvers.Builder all = Resolvers.builder().addAll(own);
    for (ObjectTypeDefinition type : types.getTypes(ObjectTypeDefinition.class)) {
      var count = new Coordinate(type.getName(), "totalCount");
      boolean counted = has(type, "totalCount") && type.getName().endsWith("Connection");
      if (counted && !own.fields().containsKey(count)) {
        all.field(type.getName(), Connection.class, "totalCount", SchemaAssembly::totalCount);
      }
      if (type.getName().equals("UserError")
          && !own.fields().containsKey(new Coordinate("UserError", "path"))) {
        all.field("UserError", UserError.class, "path", (error, _) -> pathOf(error));
      }
    }
    return all.build();
  }

  private static boolean has(ObjectTypeDefinition type, String field) {
    return type.getFieldDefinitions().stream().anyMatch(known -> known.getName().equals(field));
  }

  private static CompletableFuture<Long> totalCount(Connection<?> connection, Resolution request) {
    return switch (connection.total()) {
      case TotalCount.Direct(var count) -> CompletableFuture.completedFuture(count.getAsLong());
      case TotalCount.Batched<?> batched -> batchedCount(batched, request);
    };
  }

  private static <K> CompletableFuture<Long> batchedCount(
      TotalCount.Batched<K> batched, Resolution request) {
    return request.load(batched.loader(), batched.key());
  }

  private static @Nullable List<String> pathOf(UserError error) {
    return error.path().isEmpty() ? null : error.path();
  }
}
