package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonException;
import ai.kompl.federation.plan.EntityReference;
import ai.kompl.federation.plan.EntityRoot;
import ai.kompl.federation.shape.FetchShape;
import ai.kompl.federation.shape.PlanShape;
import ai.kompl.federation.transport.FailureCode;
import ai.kompl.federation.transport.SubgraphCall;
import ai.kompl.federation.transport.SubgraphResponse;
import ai.kompl.federation.transport.SubgraphTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan. A counter per fetch says how many others it still waits for; whoever ends a
 * fetch starts those that have become ready: the last on its own thread, the others on new virtual
 * threads. The lock guards store, errors and counters and is never held while a call is under way.
 */
final class RequestExecution {
  private static final int NONE = -1;

  // A transport that honours the deadline answers before this has passed.
  private static final Duration GRACE = Duration.ofMillis(100);

  private final PlanShape plan;
  private final PlanExecutor.Request request;
  private final Map<String, SubgraphTransport> transports;
  private final ExecutionSettings settings;
  private final Map<String, @Nullable Object> variables;
  private final boolean[] conditions;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Store store;
  private final ResponseAssembly response;
  private final FetchRun[] runs;
  private final int[] waitingFor;
  private final boolean[] open;
  private final List<Thread> threads = new ArrayList<>(0);
  private final int[] unfinished;
  private boolean sealed;

  RequestExecution(
      PlanShape plan,
      PlanExecutor.Request request,
      Map<String, SubgraphTransport> transports,
      ExecutionSettings settings) {
    int count = plan.fetches().size();
    this.plan = plan;
    this.request = request;
    this.transports = transports;
    this.settings = settings;
    this.variables = plan.conditions().withRights(request.variables(), request.context().rights());
    this.conditions = plan.conditions().evaluate(variables);
    this.store = new Store(plan.names(), plan.root(), count);
    ErrorSink[] errors = new ErrorSink[plan.parts()];
    Arrays.setAll(errors, _ -> new ErrorSink(settings));
    this.response =
        new ResponseAssembly(plan, request, store, conditions, errors, settings.pages());
    this.unfinished = new int[plan.parts()];
    this.runs = new FetchRun[count];
    this.waitingFor = new int[count];
    this.open = new boolean[count];
    FetchRun.Shown shown = new FetchRun.Shown(plan.response(), conditions);
    for (int i = 0; i < count; i++) {
      FetchShape fetch = plan.fetches().get(i);
      int part = fetch.fetch().part();
      runs[i] = new FetchRun(fetch, store, shown, errors[part]);
      unfinished[part]++;
      waitingFor[i] = fetch.fetch().dependsOn().size();
      open[i] = true;
    }
  }

  /** Runs all of the plan and gives the whole response. */
  GraphQlResponse run() {
    start();
    awaitFirst();
    GraphQlResponse whole = response.first();
    store.release();
    return whole;
  }

  /**
   * Runs the plan and hands out the response part by part. Deferred fetches run on threads of their
   * own from the moment when what they need is there; this thread writes.
   */
  void run(PartSink sink) throws IOException {
    try {
      start();
      sink.part(first(), response.deferred().isEmpty());
      while (!response.deferred().isEmpty()) {
        sink.part(next(), response.deferred().isEmpty());
      }
    } finally {
      lock.lock();
      try {
        seal(FailureCode.SUBREQUEST_CANCELLED);
      } finally {
        lock.unlock();
      }
      store.release();
    }
  }

  private void start() {
    placeEntity();
    IntList ready = new IntList();
    for (int i = 0; i < waitingFor.length; i++) {
      if (waitingFor[i] == 0) {
        ready.add(i);
      }
    }
    runFrom(startAllButLast(ready));
  }

  private void placeEntity() {
    EntityRoot place = plan.plan().entityRoot();
    EntityReference entity = request.entity();
    if (place != null && entity != null) {
      new EntityPlacement(store).place(entity, place, plan.root());
    }
  }

  private int startAllButLast(IntList ready) {
    int last = lastOfFirstPart(ready);
    for (int i = 0; i < ready.size(); i++) {
      int fetch = ready.get(i);
      if (i == last) {
        continue;
      }
      Thread thread = Thread.ofVirtual().unstarted(() -> runFrom(fetch));
      lock.lock();
      try {
        threads.add(thread);
      } finally {
        lock.unlock();
      }
      thread.start();
    }
    return last < 0 ? NONE : ready.get(last);
  }

  /**
   * Deferred fetches always get a thread of their own: the first response must not wait for them.
   */
  private int lastOfFirstPart(IntList ready) {
    int last = ready.size() - 1;
    while (last >= 0 && plan.fetches().get(ready.get(last)).fetch().part() > 0) {
      last--;
    }
    return last;
  }

  private void runFrom(int first) {
    int fetch = first;
    while (fetch != NONE) {
      fetch = startAllButLast(runOne(fetch));
    }
  }

  /** Runs a fetch and tells which others it has made ready. */
  private IntList runOne(int number) {
    FetchShape fetch = plan.fetches().get(number);
    FetchRun run = runs[number];
    boolean answered = false;
    try {
      if (isNeeded(fetch, run)) {
        SubgraphResponse response = call(run);
        accept(run.fetch(), run, response);
      }
      answered = true;
    } finally {
      // Also after an error of the virtual machine: the request must not wait for ever.
      if (!answered) {
        fail(run, FailureCode.SUBREQUEST_FAILED);
      }
    }
    return end(number);
  }

  private boolean isNeeded(FetchShape fetch, FetchRun run) {
    if (!conditions[fetch.condition()]) {
      return false;
    }
    lock.lock();
    try {
      if (sealed) {
        return false;
      }
      run.gather();
      return run.isNeeded();
    } finally {
      lock.unlock();
    }
  }

  private SubgraphResponse call(FetchRun run) {
    FetchShape fetch = run.fetch();
    if (run.isOverflowing()) {
      return new SubgraphResponse.Failed(
          FailureCode.SUBREQUEST_TOO_MANY_CONTEXTS, "more than " + ContextBatches.MOST);
    }
    SubgraphTransport transport = transports.get(fetch.fetch().subgraph());
    if (transport == null) {
      return new SubgraphResponse.Failed(FailureCode.SUBREQUEST_UNREACHABLE, "no transport");
    }
    FetchVariables variables =
        new FetchVariables(fetch.fetch().variables(), this.variables, run.batches());
    try {
      return transport.execute(
          new SubgraphCall(
              fetch.fetch().subgraph(), fetch.fetch().operation(), variables, request.context()));
    } catch (RuntimeException e) {
      // The edge to foreign code: a transport or header source that throws fails this call only.
      return new SubgraphResponse.Failed(FailureCode.SUBREQUEST_FAILED, e.getClass().getName());
    }
  }

  private void accept(FetchShape fetch, FetchRun run, SubgraphResponse response) {
    switch (response) {
      case SubgraphResponse.Failed failed -> fail(run, failed.code());
      case SubgraphResponse.Json json -> acceptJson(fetch, run, json);
      case SubgraphResponse.Tree tree -> acceptTree(fetch, run, tree);
    }
  }

  private void acceptJson(FetchShape fetch, FetchRun run, SubgraphResponse.Json json) {
    try {
      take(run, new AnswerReader(fetch, plan.names(), json, settings.maxAnswerDepth()).read());
    } catch (JsonException e) {
      json.page().release();
      boolean refused = json.status() >= 400;
      fail(
          run,
          refused ? FailureCode.SUBREQUEST_HTTP_STATUS : FailureCode.SUBREQUEST_MALFORMED_RESPONSE);
    }
  }

  private void acceptTree(FetchShape fetch, FetchRun run, SubgraphResponse.Tree tree) {
    try {
      take(run, new TreeReader(fetch, plan.names()).read(tree.result()));
    } catch (JsonException e) {
      fail(run, FailureCode.SUBREQUEST_MALFORMED_RESPONSE);
    }
  }

  private void take(FetchRun run, Answer answer) {
    lock.lock();
    try {
      if (sealed) {
        answer.document().release();
      } else {
        run.take(answer);
      }
    } finally {
      lock.unlock();
    }
  }

  private void fail(FetchRun run, FailureCode code) {
    lock.lock();
    try {
      if (!sealed) {
        run.failed(code);
      }
    } finally {
      lock.unlock();
    }
  }

  private IntList end(int number) {
    IntList ready = new IntList();
    FetchShape fetch = plan.fetches().get(number);
    lock.lock();
    try {
      open[number] = false;
      int part = fetch.fetch().part();
      for (int i = 0; i < fetch.dependantCount() && !sealed; i++) {
        int dependant = fetch.dependant(i);
        if (--waitingFor[dependant] == 0) {
          ready.add(dependant);
        }
      }
      if (--unfinished[part] == 0) {
        ended.signalAll();
      }
    } finally {
      lock.unlock();
    }
    return ready;
  }

  private GraphQlResponse first() {
    lock.lock();
    try {
      await(() -> unfinished[0] == 0);
      return response.first();
    } finally {
      lock.unlock();
    }
  }

  /** The next part, as soon as one that an object waits for is ready. */
  private GraphQlResponse next() {
    lock.lock();
    try {
      await(() -> {
        for (int part = 1; part < unfinished.length; part++) {
          if (unfinished[part] <= 0 && response.deferred().waitsFor(part)) {
            return true;
          }
        }
        return false;
      });
      boolean[] ready = new boolean[unfinished.length];
      for (int part = 1; part < ready.length; part++) {
        ready[part] = sealed || unfinished[part] <= 0;
      }
      return response.next(ready);
    } finally {
      lock.unlock();
    }
  }

  private void awaitFirst() {
    lock.lock();
    try {
      await(() -> unfinished[0] == 0);
      sealed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, with the lock held, until it is reached or the time is over: then all ends. */
  private void await(BooleanSupplier reached) {
    Duration left =
        Duration.between(settings.clock().instant(), request.context().deadline()).plus(GRACE);
    long nanos = Math.max(0, left.toNanos());
    try {
      while (!sealed && !reached.getAsBoolean()) {
        if (nanos <= 0) {
          seal(FailureCode.SUBREQUEST_TIMEOUT);
        } else {
          nanos = ended.awaitNanos(nanos);
        }
      }
    } catch (InterruptedException e) {
      seal(FailureCode.SUBREQUEST_CANCELLED);
      Thread.currentThread().interrupt();
    }
  }

  /** From here on nothing changes any more; what is still under way is given up. */
  private void seal(FailureCode code) {
    if (sealed) {
      return;
    }
    sealed = true;
    boolean underWay = false;
    for (int i = 0; i < runs.length; i++) {
      if (open[i]) {
        runs[i].failed(code);
        underWay = true;
      }
    }
    if (underWay) {
      threads.forEach(Thread::interrupt);
    }
  }
}
