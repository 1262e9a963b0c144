package ai.kompl.federation.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.testkit.HttpStub;
import ai.kompl.federation.testkit.HttpStub.Reply;
import ai.kompl.federation.transport.SubgraphResponse.Failed;
import ai.kompl.federation.transport.SubgraphResponse.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Equal calls under way at the same time are sent once, and only those. */
@Timeout(20)
class SharedCallsTest {
  private static final String ANSWER = "{\"data\":{\"a\":1}}";
  private static final SubgraphOperation QUERY = new SubgraphOperation("query Q { a }", "Q", true);
  private static final SubgraphOperation MUTATION =
      new SubgraphOperation("mutation M { a }", "M", false);

  private final CountDownLatch answer = new CountDownLatch(1);

  private HttpStub stub() {
    return HttpStub.start(_ -> {
      await(answer);
      return Reply.json(ANSWER);
    });
  }

  private static Http1Transport transport(HttpStub stub) {
    HeaderSource tokens =
        call -> List.of(Map.entry("Authorization", String.valueOf(call.context().attachment())));
    return Http1Transport.create(
        stub.endpoint(), tokens, Http1Settings.standard().sharingEqualCalls());
  }

  @Test
  void equalQueriesAreSentOnceAndEachIsAnswered() throws Exception {
    try (HttpStub stub = stub();
        Http1Transport transport = transport(stub)) {
      List<FutureTask<SubgraphResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(start(transport, call(QUERY, "{}", "ana", Duration.ofSeconds(10))));
      }
      until(() -> transport.waitingCalls() == 3);

      answer.countDown();

      for (FutureTask<SubgraphResponse> call : calls) {
        assertThat(text(call.get())).isEqualTo(ANSWER);
      }
      assertThat(stub.requests()).isEqualTo(1);
      assertThat(text(transport.execute(call(QUERY, "{}", "ana", Duration.ofSeconds(10)))))
          .as("what has ended is not shared any more")
          .isEqualTo(ANSWER);
      assertThat(stub.requests()).isEqualTo(2);
    }
  }

  @Test
  void callsOfAnotherCallerOrWithOtherVariablesAreSentOnTheirOwn() throws Exception {
    try (HttpStub stub = stub();
        Http1Transport transport = transport(stub)) {
      List<FutureTask<SubgraphResponse>> calls =
          List.of(
              start(transport, call(QUERY, "{}", "ana", Duration.ofSeconds(10))),
              start(transport, call(QUERY, "{}", "bo", Duration.ofSeconds(10))),
              start(transport, call(QUERY, "{\"v\":1}", "ana", Duration.ofSeconds(10))),
              start(transport, call(MUTATION, "{}", "ana", Duration.ofSeconds(10))),
              start(transport, call(MUTATION, "{}", "ana", Duration.ofSeconds(10))));

      until(() -> stub.requests() == 5);
      answer.countDown();

      for (FutureTask<SubgraphResponse> call : calls) {
        assertThat(text(call.get())).isEqualTo(ANSWER);
      }
    }
  }

  @Test
  void aCallWhoseLeaderRanOutOfTimeIsSentAgain() throws Exception {
    try (HttpStub stub = stub();
        Http1Transport transport = transport(stub)) {
      FutureTask<SubgraphResponse> leader =
          start(transport, call(QUERY, "{}", "ana", Duration.ofMillis(500)));
      until(() -> stub.requests() == 1);
      FutureTask<SubgraphResponse> follower =
          start(transport, call(QUERY, "{}", "ana", Duration.ofSeconds(10)));

      assertThat(leader.get())
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.code()).isEqualTo(FailureCode.SUBREQUEST_TIMEOUT));
      until(() -> stub.requests() == 2);
      answer.countDown();

      assertThat(text(follower.get())).isEqualTo(ANSWER);
    }
  }

  @Test
  void aWaitingCallEndsAtItsOwnDeadlineAndWhenItIsCancelled() throws Exception {
    try (HttpStub stub = stub();
        Http1Transport transport = transport(stub)) {
      FutureTask<SubgraphResponse> leader =
          start(transport, call(QUERY, "{}", "ana", Duration.ofSeconds(10)));
      until(() -> stub.requests() == 1);
      AtomicReference<SubgraphResponse> cancelled = new AtomicReference<>();
      Thread waiting =
          Thread.ofVirtual()
              .start(() ->
                  cancelled.set(
                      transport.execute(call(QUERY, "{}", "ana", Duration.ofSeconds(10)))));
      until(() -> transport.waitingCalls() == 1);

      waiting.interrupt();
      waiting.join();
      SubgraphResponse late = transport.execute(call(QUERY, "{}", "ana", Duration.ofMillis(50)));
      answer.countDown();

      assertThat(code(cancelled.get())).isEqualTo(FailureCode.SUBREQUEST_CANCELLED);
      assertThat(code(late)).isEqualTo(FailureCode.SUBREQUEST_TIMEOUT);
      assertThat(text(leader.get())).isEqualTo(ANSWER);
      assertThat(stub.requests()).isEqualTo(1);
    }
  }

  private static FutureTask<SubgraphResponse> start(Http1Transport transport, SubgraphCall call) {
    FutureTask<SubgraphResponse> task = new FutureTask<>(() -> transport.execute(call));
    Thread.ofVirtual().start(task);
    return task;
  }

  private static SubgraphCall call(
      SubgraphOperation operation, String variables, String caller, Duration timeout) {
    RequestContext context = new RequestContext(Instant.now().plus(timeout), caller);
    return new SubgraphCall("s", operation, new Variables(variables), context);
  }

  private static String text(SubgraphResponse response) {
    assertThat(response).isInstanceOf(Json.class);
    Json json = (Json) response;
    String text =
        new String(json.page().bytes(), json.offset(), json.length(), StandardCharsets.UTF_8);
    json.page().release();
    return text;
  }

  private static FailureCode code(@Nullable SubgraphResponse response) {
    if (response instanceof Failed failed) {
      return failed.code();
    }
    throw new AssertionError("not a failure: " + response);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void until(BooleanSupplier holds) {
    Instant end = Instant.now().plusSeconds(10);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("did not come true in time");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private record Variables(String text) implements CallVariables {
    @Override
    public int representationCount() {
      return 0;
    }

    @Override
    public byte[] json() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, @Nullable Object> asMap() {
      return Map.of();
    }
  }
}
