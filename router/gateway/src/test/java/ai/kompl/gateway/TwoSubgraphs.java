package ai.kompl.gateway;

import ai.kompl.federation.EngineSettings;
import ai.kompl.federation.FederationEngine;
import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.transport.InProcessResult;
import ai.kompl.federation.transport.InProcessTransport;
import ai.kompl.federation.transport.SubgraphCall;
import ai.kompl.federation.transport.SubgraphTransport;
import ai.kompl.gateway.telemetry.GatewayMetrics;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.token.InternalCall;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.schema.Coercing;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeRuntimeWiring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Two subgraphs in this process, composed and run by the real engine: accounts with a public
 * sign-in, and imports whose progress can be followed and whose owner is an account.
 */
final class TwoSubgraphs {
  private static final String ACCOUNTS =
      """
      extend schema
        @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective", "@authenticated", "@requiresScopes", "@policy"])
        @link(url: "https://specs.kompl.ai/platform/v1.0", import: ["@public"])
        @composeDirective(name: "@public")
      directive @public on FIELD_DEFINITION
      type Query {
        me: User!
        greeting(name: String = "world"): String
        boom: Int
        payroll: Int @requiresScopes(scopes: [["payroll:read"], ["finance", "reader"]])
        plans: String @policy(policies: [["works-at-acme"]])
        rumours: String @policy(policies: [["nobody-knows-this-one"]])
      }
      type Mutation {
        signIn(input: SignInInput!): SignInPayload! @public
        rename(name: String!): User
        promote(name: String!): User @requiresScopes(scopes: [["hr"]])
      }
      type User @key(fields: "id") { id: ID! manager: User tenant: String! requestId: String! }
      input SignInInput { email: String!, password: String! }
      type SignInPayload { accessToken: String lastSeen: String @authenticated }
      """;

  private static final String IMPORTS =
      """
      extend schema
        @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective", "@requiresScopes"])
        @link(url: "https://specs.kompl.ai/platform/v1.0", import: ["@onEvent"])
        @composeDirective(name: "@onEvent")
      directive @onEvent(type: String!, entity: String!, id: String!, initial: Boolean = false) on FIELD_DEFINITION
      type Query { importJob(id: ID!): ImportJob }
      type Subscription {
        importProgress(jobId: ID!): ImportJob!
          @onEvent(type: "regops.import-job.progressed", entity: "ImportJob", id: "jobId", initial: true)
        importAudit(jobId: ID!): ImportJob @requiresScopes(scopes: [["audit"]])
          @onEvent(type: "regops.import-job.progressed", entity: "ImportJob", id: "jobId", initial: true)
      }
      type ImportJob @key(fields: "id") { id: ID! done: Int! owner: User! }
      type User @key(fields: "id", resolvable: false) { id: ID! }
      """;

  final Map<String, AtomicInteger> progress = new ConcurrentHashMap<>();
  final AtomicInteger renamed = new AtomicInteger();

  /** Called before an account is looked up. */
  final AtomicReference<Runnable> beforeAccounts = new AtomicReference<>(() -> {});

  /** The engine over both, its calls counted. */
  FederationEngine engine(GatewayMetrics metrics) {
    return switch (Composer.compose(
        List.of(
            new SubgraphSource("accounts", "inprocess:accounts", ACCOUNTS),
            new SubgraphSource("imports", "inprocess:imports", IMPORTS)))) {
      case Composition.Composed composed ->
          FederationEngine.create(
              Supergraph.read(composed.supergraphSdl()),
              Map.of(
                  "accounts", metrics.metered("accounts", transport(ACCOUNTS, "User")),
                  "imports", metrics.metered("imports", transport(IMPORTS, "ImportJob"))),
              EngineSettings.standard());
      case Composition.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }

  private SubgraphTransport transport(String sdl, String entity) {
    GraphQL graphQl = GraphQL.newGraphQL(executable(sdl, entity)).build();
    return InProcessTransport.create(call -> {
      ExecutionResult result = graphQl.execute(input(call));
      Map<String, @Nullable Object> data = result.getData();
      var errors = new ArrayList<Map<String, @Nullable Object>>();
      for (GraphQLError error : result.getErrors()) {
        errors.add(new LinkedHashMap<>(error.toSpecification()));
      }
      return new InProcessResult(data, errors);
    });
  }

  private static ExecutionInput input(SubgraphCall call) {
    return ExecutionInput.newExecutionInput(call.operation().text())
        .variables(call.variables().asMap())
        .graphQLContext(Map.of(InternalCall.class, facts(call)))
        .build();
  }

  private static InternalCall facts(SubgraphCall call) {
    if (call.context().attachment() instanceof InternalCall facts) {
      return facts;
    }
    throw new IllegalStateException("no caller facts came with the call");
  }

  private GraphQLSchema executable(String sdl, String entity) {
    String types =
        sdl.substring(sdl.indexOf("type Query"))
            .replaceAll("@(key|onEvent|requiresScopes|policy)\\([^)]*\\)", "")
            .replaceAll("@(public|authenticated)", "")
            .replaceAll("(?m)^\\s*$", "");
    TypeDefinitionRegistry registry =
        new SchemaParser()
            .parse(
                types
                    + "\nscalar _Any union _Entity = "
                    + entity
                    + " extend type Query { _entities(representations: [_Any!]!): [_Entity]! }");
    RuntimeWiring wiring =
        RuntimeWiring.newRuntimeWiring()
            .scalar(any())
            .type("_Entity", type -> type.typeResolver(it -> it.getSchema().getObjectType(entity)))
            .type("Query", type -> queries(type))
            .type("Mutation", type -> mutations(type))
            .build();
    return new SchemaGenerator().makeExecutableSchema(registry, wiring);
  }

  private TypeRuntimeWiring.Builder queries(TypeRuntimeWiring.Builder type) {
    return type.dataFetcher("me", TwoSubgraphs::me)
        .dataFetcher("payroll", _ -> 4200)
        .dataFetcher("plans", _ -> "world peace")
        .dataFetcher("rumours", _ -> "none")
        .dataFetcher("greeting", it -> "Hello, " + it.getArgument("name"))
        .dataFetcher(
            "boom",
            _ -> {
              throw new IllegalStateException("secret detail");
            })
        .dataFetcher("importJob", it -> job(it.getArgumentOrDefault("id", "")))
        .dataFetcher("_entities", this::entities);
  }

  private TypeRuntimeWiring.Builder mutations(TypeRuntimeWiring.Builder type) {
    return type.dataFetcher("signIn", _ -> Map.of("accessToken", "made", "lastSeen", "today"))
        .dataFetcher("rename", this::counted)
        .dataFetcher("promote", this::counted);
  }

  private Map<String, Object> counted(DataFetchingEnvironment environment) {
    renamed.incrementAndGet();
    return me(environment);
  }

  private static Map<String, Object> me(DataFetchingEnvironment environment) {
    InternalCall call = environment.getGraphQlContext().get(InternalCall.class);
    Caller caller = call.caller().orElseThrow();
    return Map.of(
        "id", caller.subject().toString(),
        "tenant", caller.tenant().value(),
        "requestId", caller.requestId());
  }

  private List<Map<String, Object>> entities(DataFetchingEnvironment environment) {
    List<Map<String, Object>> representations =
        environment.getArgumentOrDefault("representations", List.of());
    return representations.stream()
        .map(it ->
            "ImportJob".equals(it.get("__typename"))
                ? job(String.valueOf(it.get("id")))
                : account(environment))
        .toList();
  }

  private Map<String, Object> account(DataFetchingEnvironment environment) {
    beforeAccounts.get().run();
    return me(environment);
  }

  private Map<String, Object> job(String id) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("id", id);
    job.put("done", done(id).get());
    job.put("owner", Map.of("id", "1"));
    return job;
  }

  AtomicInteger done(String jobId) {
    return progress.computeIfAbsent(jobId, _ -> new AtomicInteger());
  }

  private static GraphQLScalarType any() {
    return GraphQLScalarType.newScalar().name("_Any").coercing(new Anything()).build();
  }

  /** Takes every value as it is. */
  private static final class Anything implements Coercing<Object, Object> {
    @Override
    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
      return input;
    }

    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      return value;
    }
  }
}
