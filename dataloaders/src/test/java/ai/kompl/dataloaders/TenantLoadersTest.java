package ai.kompl.dataloaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.RequestScope;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TenantLoadersTest {

  private static final Caller ANA =
      Caller.worker(new TenantId("00000000000000aa"), "test", "request-1");
  private static final RequestScope SCOPE =
      new RequestScope("request-1", Instant.parse("2030-01-01T00:00:00Z"));

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final DataLoaderRegistry registry = new DataLoaderRegistry();
  private final TenantLoaders loaders = new TenantLoaders(ANA, registry);

  @Test
  void keysAskedForTogetherAreReadOnceAndWithTheCaller() {
    Loader<Integer, String> words =
        Loader.of(
            "test.words",
            (caller, keys) -> {
              seen.add(caller.requestId() + keys);
              return keys.stream().collect(Collectors.toMap(k -> k, k -> "word " + k));
            });

    var all = load(words, RequestThreadBatches.INSTANCE, 1, 2, 1);

    assertThat(all)
        .extracting(CompletableFuture::join)
        .containsExactly("word 1", "word 2", "word 1");
    assertThat(seen).containsExactly("request-1[1, 2]");
  }

  @Test
  void aKeyThatIsNotThereGivesNull() {
    Loader<Integer, String> nothing = Loader.of("test.nothing", (_, _) -> Map.of());

    var all = load(nothing, RequestThreadBatches.INSTANCE, 7);

    assertThat(all.getFirst().join()).isNull();
  }

  @Test
  void batchesLargerThanTheLoaderAllowsAreCut() {
    Loader<Integer, String> pairs =
        new Loader<>(
            "test.pairs",
            (_, keys) -> {
              seen.add(keys.toString());
              return Map.of();
            },
            2);

    load(pairs, RequestThreadBatches.INSTANCE, 1, 2, 3, 4, 5).forEach(CompletableFuture::join);

    assertThat(seen).containsExactlyInAnyOrder("[1, 2]", "[3, 4]", "[5]");
  }

  @Test
  void twoLoadersMayNotShareAName() {
    loaders.declare(Loader.of("test.same", (_, _) -> Map.of()), RequestThreadBatches.INSTANCE);

    assertThatThrownBy(() ->
            loaders.declare(
                Loader.of("test.same", (_, _) -> Map.of()), RequestThreadBatches.INSTANCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test.same");
  }

  @Test
  void parallelBatchesSeeTheRequestsScope() {
    try (var parallel = new VirtualThreadBatches(2, Duration.ofSeconds(5))) {
      var batch =
          SCOPE.call(() -> parallel.run(() -> RequestScope.current().map(RequestScope::requestId)));

      assertThat(batch.toCompletableFuture().join()).isEqualTo(Optional.of("request-1"));
    }
  }

  @Test
  void parallelBatchesRunSideBySideUpToTheBound() throws InterruptedException {
    var bothRunning = new CountDownLatch(2);
    var release = new CountDownLatch(1);
    try (var parallel = new VirtualThreadBatches(2, Duration.ofMillis(50))) {
      var first = parallel.run(() -> hold(bothRunning, release)).toCompletableFuture();
      var second = parallel.run(() -> hold(bothRunning, release)).toCompletableFuture();
      assertThat(bothRunning.await(5, TimeUnit.SECONDS)).isTrue();

      var third = parallel.run(() -> "third").toCompletableFuture();

      assertThatThrownBy(third::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
      release.countDown();
      assertThat(List.of(first.join(), second.join())).containsExactly("held", "held");
      assertThat(parallel.run(() -> "fourth").toCompletableFuture().join()).isEqualTo("fourth");
    }
  }

  private static String hold(CountDownLatch running, CountDownLatch release) {
    running.countDown();
    try {
      assertThat(release.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return "held";
  }

  private <V> List<CompletableFuture<V>> load(
      Loader<Integer, V> loader, BatchExecution execution, Integer... keys) {
    String name = loaders.declare(loader, execution);
    DataLoader<Integer, V> batches = Objects.requireNonNull(registry.getDataLoader(name));
    var asked = List.of(keys).stream().map(batches::load).toList();
    registry.dispatchAll();
    return asked;
  }
}
