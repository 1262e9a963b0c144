package ai.kompl.local.verify.isolation;

import ai.kompl.federation.transport.CallVariables;
import ai.kompl.federation.transport.InProcessResult;
import ai.kompl.federation.transport.InProcessSubgraph;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphCall;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.token.InternalCall;
import ai.kompl.tenancy.data.Job;
import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.vault.ObjectStore;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The leaks that are planted above the database, each a mistake that somebody once made. */
final class Plants {
  private static final Pattern CURSOR = Pattern.compile("(?!.*_[0-9a-f]{8}_)[A-Za-z0-9_-]{40,}");

  private Plants() {}

  /** Answers are kept under the operation and its variables, and not under the tenant. */
  static Plant cacheWithoutTenant() {
    Map<String, InProcessResult> kept = new ConcurrentHashMap<>();
    return new Plant() {
      @Override
      public InProcessResult call(InProcessSubgraph inner, SubgraphCall call) {
        String key = call.operation().text() + call.variables().asMap();
        return isQuery(call)
            ? kept.computeIfAbsent(key, _ -> inner.execute(call))
            : inner.execute(call);
      }
    };
  }

  /** Objects are kept under their own keys for all requests, whoever asks. */
  static Plant loaderSharedAcrossRequests() {
    Map<String, InProcessResult> kept = new ConcurrentHashMap<>();
    return new Plant() {
      @Override
      public InProcessResult call(InProcessSubgraph inner, SubgraphCall call) {
        String key =
            call.operation().text()
                + call.variables().asMap().toString().replaceAll("_[0-9a-f]{8}_", "_");
        if (!isQuery(call) || call.variables().asMap().isEmpty()) {
          return inner.execute(call);
        }
        InProcessResult known = kept.get(key);
        if (known != null) {
          return known;
        }
        InProcessResult result = inner.execute(call);
        if (result.errors().isEmpty()) {
          kept.put(key, result);
        }
        return result;
      }
    };
  }

  /** An id is followed whatever tenant its tag names. */
  static Plant tagNotChecked(Side attacker, Side victim) {
    String own = tag(attacker.tenant());
    String other = tag(victim.tenant());
    return new Plant() {
      @Override
      public InProcessResult call(InProcessSubgraph inner, SubgraphCall call) {
        return inner.execute(
            isOf(call, attacker)
                ? changed(call, text -> text.replace("_" + other + "_", "_" + own + "_"))
                : call);
      }
    };
  }

  /** The ids in a request say on whose behalf it is made. */
  static Plant callerOfTheId(Side victim) {
    String other = tag(victim.tenant());
    return new Plant() {
      @Override
      public InProcessResult call(InProcessSubgraph inner, SubgraphCall call) {
        boolean named = call.variables().asMap().toString().contains("_" + other + "_");
        return inner.execute(named ? as(call, victim.caller()) : call);
      }
    };
  }

  /** A cursor that was altered or is another's leads to the place of the last one given out. */
  static Plant cursorWithoutSignature(Side attacker) {
    Set<String> given = ConcurrentHashMap.newKeySet();
    var last = new AtomicReference<>("");
    return new Plant() {
      @Override
      public InProcessResult call(InProcessSubgraph inner, SubgraphCall call) {
        boolean attacks = isOf(call, attacker);
        SubgraphCall sent =
            attacks && !last.get().isEmpty()
                ? changed(
                    call,
                    text ->
                        CURSOR.matcher(text).matches()
                                && !given.contains(text)
                                && !text.contains("_")
                            ? last.get()
                            : text)
                : call;
        InProcessResult result = inner.execute(sent);
        if (attacks) {
          cursors(
              result.data(),
              cursor -> {
                given.add(cursor);
                last.set(cursor);
              });
        }
        return result;
      }
    };
  }

  private static void cursors(@Nullable Object value, Consumer<String> found) {
    if (value instanceof Map<?, ?> map) {
      if (map.get("cursor") instanceof String cursor) {
        found.accept(cursor);
      }
      map.values().forEach(child -> cursors(child, found));
    } else if (value instanceof List<?> list) {
      list.forEach(child -> cursors(child, found));
    }
  }

  /** An error quotes the last value that anybody was given. */
  static Plant errorThatQuotes() {
    var last = new AtomicReference<>("");
    return new Plant() {
      @Override
      public InProcessResult call(InProcessSubgraph inner, SubgraphCall call) {
        InProcessResult result = inner.execute(call);
        if (result.errors().isEmpty()) {
          titles(result.data(), last::set);
          return result;
        }
        var errors = new ArrayList<Map<String, @Nullable Object>>();
        for (Map<String, @Nullable Object> error : result.errors()) {
          var quoting = new LinkedHashMap<>(error);
          quoting.put("message", error.get("message") + " Did you mean " + last.get() + "?");
          errors.add(quoting);
        }
        return new InProcessResult(result.data(), errors);
      }
    };
  }

  private static void titles(@Nullable Object value, Consumer<String> found) {
    if (value instanceof Map<?, ?> map) {
      if (map.get("title") instanceof String title) {
        found.accept(title);
      }
      map.values().forEach(child -> titles(child, found));
    } else if (value instanceof List<?> list) {
      list.forEach(child -> titles(child, found));
    }
  }

  /** An event of one tenant reaches a live operation of another. */
  static Plant eventToAnother(Side attacker, Side victim) {
    return new Plant() {
      @Override
      public void event(Event event, Consumer<Event> follower) {
        follower.accept(event);
        if (event.tenant().equals(victim.tenant()) && event.entityType().equals("ImportJob")) {
          follower.accept(
              new Event(
                  event.sequence(),
                  attacker.tenant(),
                  event.type(),
                  event.entityType(),
                  attacker.first("ImportJob"),
                  event.payloadJson(),
                  event.occurredAt()));
        }
      }
    };
  }

  /** A file is found by its hash, whoever stored it. */
  static Plant objectWithoutTenant(Side victim) {
    return new Plant() {
      @Override
      public Optional<InputStream> open(ObjectStore inner, TenantId tenant, String sha256) {
        return inner.open(tenant, sha256).or(() -> inner.open(victim.tenant(), sha256));
      }
    };
  }

  /** A worker goes on as the tenant of the job before. */
  static Plant jobOfAnother() {
    var before = new AtomicReference<Optional<Caller>>(Optional.empty());
    return new Plant() {
      @Override
      public void job(JobHandler inner, Job job) {
        Caller stale = before.getAndSet(Optional.of(job.caller())).orElse(job.caller());
        inner.run(
            new Job(
                job.id(), job.kind(), job.payloadJson(), job.attempt(), job.lastAttempt(), stale));
      }
    };
  }

  private static boolean isQuery(SubgraphCall call) {
    return !call.operation().text().startsWith("mutation");
  }

  private static boolean isOf(SubgraphCall call, Side side) {
    return call.context().attachment() instanceof InternalCall facts
        && facts.caller().filter(caller -> caller.tenant().equals(side.tenant())).isPresent();
  }

  private static String tag(TenantId tenant) {
    return tenant.value().substring(0, 8);
  }

  private static SubgraphCall as(SubgraphCall call, Caller caller) {
    if (!(call.context().attachment() instanceof InternalCall facts)) {
      return call;
    }
    var other = new InternalCall(Optional.of(caller), facts.requestId(), facts.deadline());
    return new SubgraphCall(
        call.subgraph(),
        call.operation(),
        call.variables(),
        new RequestContext(call.deadline(), other));
  }

  private static SubgraphCall changed(SubgraphCall call, UnaryOperator<String> change) {
    var variables = new HashMap<String, @Nullable Object>();
    call.variables().asMap().forEach((name, value) -> variables.put(name, changed(value, change)));
    return new SubgraphCall(
        call.subgraph(),
        call.operation(),
        new Changed(call.variables(), variables),
        call.context());
  }

  private static @Nullable Object changed(@Nullable Object value, UnaryOperator<String> change) {
    return switch (value) {
      case String text -> change.apply(text);
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<Object, @Nullable Object>();
        map.forEach((name, child) -> copy.put(name, changed(child, change)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>();
        list.forEach(child -> copy.add(changed(child, change)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  private record Changed(CallVariables original, Map<String, @Nullable Object> asMap)
      implements CallVariables {
    @Override
    public int representationCount() {
      return original.representationCount();
    }

    @Override
    public byte[] json() {
      return original.json();
    }
  }
}
