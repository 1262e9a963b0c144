package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.embedded.TestRedis;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.TenantArchives.Present;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.events.RedisEvents;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant that comes back from an archive has its open events with it, and no others. */
class ArchivedDeliveriesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void whatWasAppliedStaysAppliedAndWhatWasOpenIsAppliedInOrder(@TempDir Path folder)
      throws Exception {
    try (TestPlatform platform = TestPlatform.open();
        RedisEvents events = RedisEvents.open(URI.create(TestRedis.shared().createDatabase()))) {
      Tenant north = platform.provision("north");
      Caller ana = TestPlatform.user(north);
      var broken = new AtomicBoolean();
      consume(platform, events, broken);
      state(platform, ana, 1, 3);
      assertThat(TestPlatform.eventually(PATIENCE, () -> noted(platform, north, 1, 2, 3))).isTrue();
      broken.set(true);
      state(platform, ana, 4, 6);
      assertThat(
              TestPlatform.eventually(
                  PATIENCE, () -> !platform.data().eventBacklog().deadLetters(9).isEmpty()))
          .isTrue();
      TenantArchives archives = archives(platform, folder);
      Path file = folder.resolve("north.archive");
      archives.write(north.id(), file);
      platform
          .data()
          .eventBacklog()
          .discard(EventBacklog.Letters.of(ConsumerGround.GROUP), "lost", TestPlatform.operator());

      archives.restore(file, Present.REPLACED, TestPlatform.operator());
      broken.set(false);
      platform
          .data()
          .eventBacklog()
          .redrive(EventBacklog.Letters.of(ConsumerGround.GROUP), TestPlatform.operator());
      state(platform, ana, 7, 8);

      assertThat(TestPlatform.eventually(PATIENCE, () -> ConsumerGround.waiting(platform) == 0))
          .isTrue();
      assertThat(ConsumerGround.noted(platform, north))
          .isEqualTo(Map.of("a", List.of(1, 2, 3, 4, 5, 6, 7, 8)));
    }
  }

  private static boolean noted(TestPlatform platform, Tenant tenant, Integer... numbers) {
    return ConsumerGround.noted(platform, tenant).equals(Map.of("a", List.of(numbers)));
  }

  private static void state(TestPlatform platform, Caller caller, int from, int to) {
    for (int n = from; n <= to; n++) {
      ConsumerGround.count(platform.data(), caller, n, "a");
    }
  }

  private static void consume(TestPlatform platform, RedisEvents events, AtomicBoolean broken) {
    platform
        .data()
        .startConsumer(
            ConsumerGround.consumer((event, tx) -> {
              if (broken.get()) {
                throw new IllegalStateException("broken");
              }
              ConsumerGround.note(event, tx);
            }),
            events,
            ConsumerGround.settings());
    assertThat(
            TestPlatform.eventually(
                PATIENCE, () -> !platform.data().eventBacklog().groups().isEmpty()))
        .isTrue();
  }

  private static TenantArchives archives(TestPlatform on, Path folder) {
    var masters = MasterKeyFile.openOrCreate(folder.resolve("key"), new SecureRandom());
    var keys =
        new TenantKeys(
            on.data().keyStore(),
            masters,
            InstantSource.system(),
            new SecureRandom(),
            TenantKeys.LONGEST);
    keys.current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE);
    return on.data().archives(masters, new MemoryFiles());
  }
}
