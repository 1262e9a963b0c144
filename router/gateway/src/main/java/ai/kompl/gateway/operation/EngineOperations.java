package ai.kompl.gateway.operation;

import ai.kompl.federation.PreparedOperation;
import ai.kompl.federation.plan.EntityReference;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.reload.RouterState;
import ai.kompl.gateway.security.Asker;
import ai.kompl.gateway.security.CallerReader;
import ai.kompl.gateway.security.CallerRights;
import ai.kompl.gateway.security.Policies;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.token.InternalCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Operations of the federation engine that is in service. An operation admitted under one
 * supergraph runs under it to its end, also when another takes its place meanwhile.
 */
public final class EngineOperations implements Operations {
  private final AtomicReference<RouterState> state;
  private final RootRules rules;
  private final Policies policies;
  private final Duration timeLimit;
  private final InstantSource clock;

  /**
   * Operations of the state's engine.
   *
   * @param policies decides what {@code @policy} names in the schema
   * @param timeLimit how long one execution may take
   */
  public EngineOperations(
      RouterState state,
      RootRules rules,
      Policies policies,
      Duration timeLimit,
      InstantSource clock) {
    this.state = new AtomicReference<>(state);
    this.rules = rules;
    this.policies = policies;
    this.timeLimit = timeLimit;
    this.clock = clock;
  }

  /** Puts another supergraph into service; requests that come from now on see it. */
  public void replace(RouterState next) {
    state.set(next);
  }

  @Override
  public Admission admit(GraphQlRequest request, Asker asker) {
    RouterState now = state.get();
    String name = request.operationName().orElse(null);
    return switch (now.engine().prepare(request.document(), name)) {
      case PreparedOperation.Rejected(var errors) -> {
        // Whoever may not see the schema must not learn it from the validator's messages either.
        rules.checkErrors(asker);
        yield new Admission.Rejected(errors);
      }
      case PreparedOperation.Executable operation -> {
        rules.check(
            rootFields(operation),
            field ->
                now.publicFields().contains(new RouterState.RootField(operation.kind(), field)),
            asker);
        yield new Admission.Admitted(new EngineOperation(now, operation, request));
      }
    };
  }

  private static List<String> rootFields(PreparedOperation.Executable operation) {
    List<String> names = new ArrayList<>();
    operation.rootFields().forEach(field -> names.add(field.name()));
    var plan = operation.plan();
    if (plan != null && plan.introspection() != null) {
      names.add("__schema");
    }
    if (names.isEmpty()) {
      names.add("__typename");
    }
    return names;
  }

  private RequestContext context(Asker asker) {
    Instant deadline = clock.instant().plus(timeLimit);
    return new RequestContext(
        deadline, new InternalCall(asker.caller(), asker.requestId(), deadline), rights(asker));
  }

  private CallerRights rights(Asker asker) {
    return new CallerRights(asker.caller(), policies);
  }

  /** One admitted operation. */
  private final class EngineOperation implements AdmittedOperation {
    private final RouterState under;
    private final PreparedOperation.Executable operation;
    private final GraphQlRequest request;

    EngineOperation(
        RouterState under, PreparedOperation.Executable operation, GraphQlRequest request) {
      this.under = under;
      this.operation = operation;
      this.request = request;
    }

    @Override
    public OperationKind kind() {
      return operation.kind();
    }

    @Override
    public Answer run(Asker asker) {
      return Answer.of(under.engine().execute(operation, request.variables(), context(asker)));
    }

    @Override
    public boolean defers() {
      return operation.defers();
    }

    @Override
    public void runInParts(Asker asker, AnswerParts parts) throws IOException {
      under
          .engine()
          .executeInParts(
              operation,
              request.variables(),
              context(asker),
              (part, last) -> parts.part(Answer.of(part), last));
    }

    @Override
    public LiveSource source(Asker asker) {
      var field = operation.rootFields().getFirst();
      RouterState.EventField follows = under.eventFields().get(field.name());
      if (follows == null) {
        throw new IllegalStateException("no events are known for " + field.name());
      }
      Caller caller =
          asker
              .caller()
              .orElseThrow(() -> CallerReader.missing("A subscription needs an access token."));
      if (!operation.admits(rights(asker))) {
        throw RefusedException.of(
                Refusal.UNAUTHORIZED_FIELD_OR_TYPE,
                "You are not authorized to follow \"" + field.name() + "\".")
            .with("field", field.name());
      }
      Object id = field.arguments(request.variables()).get(follows.idArgument());
      if (!(id instanceof String text)) {
        throw RefusedException.of(
                Refusal.INVALID_PARAMETER,
                "The argument \"" + follows.idArgument() + "\" must be an id.")
            .with("argument", follows.idArgument());
      }
      TenantIds.check(caller, text);
      return new LiveSource(
          caller.tenant(), follows.type(), follows.entity(), text, follows.initial());
    }

    @Override
    public Answer runOnce(LiveSource source, Asker asker) {
      EntityReference entity =
          new EntityReference(source.entityType(), Map.of("id", source.entityId()));
      return Answer.of(
          under.engine().executeFrom(operation, entity, request.variables(), context(asker)));
    }
  }
}
