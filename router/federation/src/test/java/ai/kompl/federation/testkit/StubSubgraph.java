package ai.kompl.federation.testkit;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.transport.InProcessResult;
import ai.kompl.federation.transport.InProcessSubgraph;
import ai.kompl.federation.transport.SubgraphCall;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.TypeResolutionEnvironment;
import graphql.execution.instrumentation.Instrumentation;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.UnionTypeDefinition;
import graphql.scalars.ExtendedScalars;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A working subgraph: graphql-java over a federation schema and plain values. An object is a {@code
 * Map} with its fields' values; a {@link Resolver} among them is called for the field. Used in the
 * same process or behind an {@link HttpStub}.
 */
public final class StubSubgraph implements InProcessSubgraph {
  private static final String FEDERATION =
      """
      directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
      directive @requires(fields: String!) on FIELD_DEFINITION
      directive @provides(fields: String!) on FIELD_DEFINITION
      directive @external on FIELD_DEFINITION | OBJECT
      directive @extends on OBJECT | INTERFACE
      directive @shareable repeatable on FIELD_DEFINITION | OBJECT
      directive @override(from: String!, label: String) on FIELD_DEFINITION
      directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION
      directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION
      directive @interfaceObject on OBJECT
      directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
      directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
      directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
      directive @context(name: String!) repeatable on OBJECT | INTERFACE | UNION
      directive @fromContext(field: String) on ARGUMENT_DEFINITION
      scalar _Any
      """;

  /** Gives the value of a field from its arguments. */
  @FunctionalInterface
  public interface Resolver {
    @Nullable Object resolve(DataFetchingEnvironment field);
  }

  private final String name;
  private final String sdl;
  private final GraphQL graphQl;
  private final Map<String, PreparsedDocumentEntry> documents = new ConcurrentHashMap<>();

  /**
   * Makes a subgraph.
   *
   * @param root the values and resolvers of root fields, queries and mutations alike
   * @param entities gives an entity for its representation; null when there is none
   */
  public StubSubgraph(
      String name,
      String sdl,
      Map<String, Object> root,
      Function<Map<String, Object>, @Nullable Object> entities) {
    this.name = name;
    this.sdl = sdl;
    this.graphQl =
        GraphQL.newGraphQL(schema(sdl, root, entities))
            .preparsedDocumentProvider((input, parse) ->
                CompletableFuture.completedFuture(
                    documents.computeIfAbsent(
                        input.getQuery(), _ -> Objects.requireNonNull(parse.apply(input)))))
            .build();
  }

  public String name() {
    return name;
  }

  public String sdl() {
    return sdl;
  }

  @Override
  public InProcessResult execute(SubgraphCall call) {
    ExecutionResult result = run(call.operation().text(), call.variables().asMap());
    List<Map<String, @Nullable Object>> errors = new ArrayList<>();
    result.getErrors().forEach(error -> errors.add(error.toSpecification()));
    return new InProcessResult(result.getData(), errors);
  }

  /** Serves the subgraph over HTTP on a free loopback port. */
  public HttpStub serve() {
    return HttpStub.start(request -> HttpStub.Reply.json(200, answer(request.text())));
  }

  /** The JSON answer to a JSON request. */
  @SuppressWarnings("unchecked") // A GraphQL request: an object, its variables too.
  public byte[] answer(String request) {
    Map<String, Object> body =
        (Map<String, Object>)
            Objects.requireNonNull(JsonValues.read(request.getBytes(StandardCharsets.UTF_8), 1000));
    Map<String, @Nullable Object> variables =
        (Map<String, @Nullable Object>) body.getOrDefault("variables", Map.of());
    ExecutionResult result = run(String.valueOf(body.get("query")), variables);
    JsonBuffer out = new JsonBuffer(1024);
    JsonValues.write(result.toSpecification(), out);
    return out.toByteArray();
  }

  /** Runs an operation. */
  public ExecutionResult run(String query, Map<String, @Nullable Object> variables) {
    return graphQl.execute(ExecutionInput.newExecutionInput(query).variables(variables));
  }

  /** Runs an operation under an instrumentation. */
  public ExecutionResult run(
      String query, Map<String, @Nullable Object> variables, Instrumentation instrumentation) {
    return graphQl
        .transform(builder -> builder.instrumentation(instrumentation))
        .execute(ExecutionInput.newExecutionInput(query).variables(variables));
  }

  private static GraphQLSchema schema(
      String sdl,
      Map<String, Object> root,
      Function<Map<String, Object>, @Nullable Object> entities) {
    TypeDefinitionRegistry registry = new SchemaParser().parse(sdl);
    List.copyOf(registry.getSchemaExtensionDefinitions()).forEach(registry::remove);
    registry.merge(new SchemaParser().parse(FEDERATION + entityField(registry)));
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    wireTypes(registry, field -> value(field, root, entities), wiring);
    return new SchemaGenerator().makeExecutableSchema(registry, wiring.build());
  }

  private static String entityField(TypeDefinitionRegistry registry) {
    String members =
        registry.getTypes(ObjectTypeDefinition.class).stream()
            .filter(type -> type.hasDirective("key"))
            .map(ObjectTypeDefinition::getName)
            .collect(Collectors.joining(" | "));
    if (members.isEmpty()) {
      return "";
    }
    String field = "{ _entities(representations: [_Any!]!): [_Entity]! }\n";
    String query = registry.getTypeOrNull("Query") == null ? "type Query " : "extend type Query ";
    return "union _Entity = " + members + "\n" + query + field;
  }

  private static void wireTypes(
      TypeDefinitionRegistry registry, DataFetcher<?> values, RuntimeWiring.Builder wiring) {
    registry
        .scalars()
        .forEach((name, _) -> {
          if (!ScalarInfo.isGraphqlSpecifiedScalar(name)) {
            wiring.scalar(anyJson(name));
          }
        });
    registry
        .types()
        .forEach((name, definition) -> {
          if (definition instanceof ObjectTypeDefinition) {
            wiring.type(name, type -> type.defaultDataFetcher(values));
          } else if (definition instanceof InterfaceTypeDefinition
              || definition instanceof UnionTypeDefinition) {
            wiring.type(name, type -> type.typeResolver(StubSubgraph::typeOf));
          }
        });
  }

  private static GraphQLScalarType anyJson(String name) {
    return GraphQLScalarType.newScalar(ExtendedScalars.Json).name(name).build();
  }

  private static GraphQLObjectType typeOf(TypeResolutionEnvironment environment) {
    Map<?, ?> object = environment.getObject();
    return environment.getSchema().getObjectType(String.valueOf(object.get("__typename")));
  }

  /** The entity with its type's name, which the representation told. */
  private static @Nullable Object typed(
      @Nullable Object entity, Map<String, Object> representation) {
    if (!(entity instanceof Map<?, ?> map) || map.containsKey("__typename")) {
      return entity;
    }
    Map<Object, Object> typed = new LinkedHashMap<>(map);
    typed.put("__typename", representation.get("__typename"));
    return typed;
  }

  private static @Nullable Object value(
      DataFetchingEnvironment field,
      Map<String, Object> root,
      Function<Map<String, Object>, @Nullable Object> entities) {
    if (field.getField().getName().equals("_entities")) {
      List<Map<String, Object>> representations =
          Objects.requireNonNull(field.getArgument("representations"));
      List<@Nullable Object> found = new ArrayList<>();
      representations.forEach(
          representation -> found.add(typed(entities.apply(representation), representation)));
      return found;
    }
    Map<?, ?> object = field.getSource() instanceof Map<?, ?> map ? map : root;
    Object value = object.get(field.getField().getName());
    return value instanceof Resolver resolver ? resolver.resolve(field) : value;
  }
}
