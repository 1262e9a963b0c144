package ai.kompl.gateway;

import ai.kompl.federation.error.EngineErrorCode;
import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.gateway.operation.Admission;
import ai.kompl.gateway.operation.AdmittedOperation;
import ai.kompl.gateway.operation.Answer;
import ai.kompl.gateway.operation.ErrorJson;
import ai.kompl.gateway.operation.GraphQlRequest;
import ai.kompl.gateway.operation.Introspection;
import ai.kompl.gateway.operation.LiveSource;
import ai.kompl.gateway.operation.Operations;
import ai.kompl.gateway.operation.RootRules;
import ai.kompl.gateway.operation.TenantIds;
import ai.kompl.gateway.security.Asker;
import ai.kompl.tenancy.caller.Caller;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small service in one process, by graphql-java alone: what is tested against it is the protocol
 * around an engine, not the engine.
 */
final class SchemaOperations implements Operations {
  private static final String SDL =
      """
      type Query {
        me: User!
        greeting(name: String = "world"): String
        waits: Int
        boom: Int
      }
      type Mutation {
        signIn(input: SignInInput!): SignInPayload!
        rename(name: String!): User
      }
      type Subscription { importProgress(jobId: ID!): ImportJob! }
      type User { id: ID! tenant: String! requestId: String! }
      input SignInInput { email: String!, password: String! }
      type SignInPayload { accessToken: String }
      type ImportJob { id: ID! done: Int! }
      """;

  final Map<String, AtomicInteger> progress = new ConcurrentHashMap<>();
  final AtomicInteger renamed = new AtomicInteger();
  final CountDownLatch waiting = new CountDownLatch(1);
  final Semaphore goOn = new Semaphore(0);

  private final GraphQLSchema schema;
  private final GraphQL graphQl;
  private final RootRules rules;

  SchemaOperations(Introspection introspection) {
    this.rules = new RootRules(introspection);
    this.schema =
        new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(SDL), wiring());
    this.graphQl =
        GraphQL.newGraphQL(schema)
            .defaultDataFetcherExceptionHandler(it ->
                CompletableFuture.completedFuture(
                    DataFetcherExceptionHandlerResult.newResult()
                        .error(
                            GraphQLError.newError()
                                .message("failed")
                                .path(it.getPath())
                                .extensions(Map.of("code", "INTERNAL"))
                                .build())
                        .build()))
            .build();
  }

  private RuntimeWiring wiring() {
    return RuntimeWiring.newRuntimeWiring()
        .type(
            "Query",
            type ->
                type.dataFetcher("me", SchemaOperations::me)
                    .dataFetcher("greeting", it -> "Hello, " + it.getArgument("name"))
                    .dataFetcher("waits", _ -> waits())
                    .dataFetcher(
                        "boom",
                        _ -> {
                          throw new IllegalStateException("secret detail");
                        }))
        .type(
            "Mutation",
            type ->
                type.dataFetcher("signIn", _ -> Map.of("accessToken", "made"))
                    .dataFetcher(
                        "rename",
                        it -> {
                          renamed.incrementAndGet();
                          return me(it);
                        }))
        .type("Subscription", type -> type.dataFetcher("importProgress", this::job))
        .build();
  }

  private static Map<String, Object> me(DataFetchingEnvironment environment) {
    Asker asker = environment.getGraphQlContext().get(Asker.class);
    Caller caller = asker.caller().orElseThrow();
    return Map.of(
        "id", caller.subject().toString(),
        "tenant", caller.tenant().value(),
        "requestId", caller.requestId());
  }

  private int waits() throws InterruptedException {
    waiting.countDown();
    return goOn.tryAcquire(20, TimeUnit.SECONDS) ? 1 : 0;
  }

  private Map<String, Object> job(DataFetchingEnvironment environment) {
    String id = environment.getArgumentOrDefault("jobId", "");
    return Map.of("id", id, "done", done(id).get());
  }

  AtomicInteger done(String jobId) {
    return progress.computeIfAbsent(jobId, _ -> new AtomicInteger());
  }

  @Override
  public Admission admit(GraphQlRequest request, Asker asker) {
    ExecutionInput input = input(request);
    var checked = ParseAndValidate.parseAndValidate(schema, input);
    if (checked.isFailure()) {
      EngineErrorCode code =
          checked.getSyntaxException() == null
              ? EngineErrorCode.GRAPHQL_VALIDATION_FAILED
              : EngineErrorCode.GRAPHQL_PARSE_FAILED;
      return new Admission.Rejected(List.of(GraphQlError.of(code, "not valid", List.of())));
    }
    OperationDefinition operation = operation(checked.getDocument());
    List<String> roots =
        operation.getSelectionSet().getSelectionsOfType(Field.class).stream()
            .map(Field::getName)
            .toList();
    rules.check(roots, Set.of("signIn")::contains, asker);
    return new Admission.Admitted(new Running(request, operation));
  }

  private static OperationDefinition operation(Document document) {
    return document.getDefinitionsOfType(OperationDefinition.class).getFirst();
  }

  private static ExecutionInput input(GraphQlRequest request) {
    return ExecutionInput.newExecutionInput(request.document())
        .operationName(request.operationName().orElse(null))
        .variables(request.variables())
        .build();
  }

  private final class Running implements AdmittedOperation {
    private final GraphQlRequest request;
    private final OperationDefinition operation;

    Running(GraphQlRequest request, OperationDefinition operation) {
      this.request = request;
      this.operation = operation;
    }

    @Override
    public OperationKind kind() {
      return OperationKind.valueOf(operation.getOperation().name().toUpperCase(Locale.ROOT));
    }

    @Override
    public Answer run(Asker asker) {
      ExecutionInput input =
          input(request).transform(it -> it.graphQLContext(Map.of(Asker.class, asker)));
      return answer(graphQl.execute(input));
    }

    @Override
    public LiveSource source(Asker asker) {
      String id = String.valueOf(request.variables().get("id"));
      Caller caller = asker.caller().orElseThrow();
      TenantIds.check(caller, id);
      return new LiveSource(caller.tenant(), GatewayHarness.PROGRESSED, "ImportJob", id, true);
    }

    @Override
    public Answer runOnce(LiveSource source, Asker asker) {
      int now = done(source.entityId()).get();
      Map<String, Object> job = Map.of("id", source.entityId(), "done", now);
      return Answer.of(
          ErrorJson.bytes(Map.of("data", Map.of("importProgress", job))), true, List.of());
    }
  }

  private static Answer answer(ExecutionResult result) {
    List<String> codes =
        result.getErrors().stream()
            .map(it -> it.getExtensions() == null ? "OTHER" : it.getExtensions().get("code"))
            .map(String::valueOf)
            .toList();
    return Answer.of(ErrorJson.bytes(result.toSpecification()), result.isDataPresent(), codes);
  }
}
