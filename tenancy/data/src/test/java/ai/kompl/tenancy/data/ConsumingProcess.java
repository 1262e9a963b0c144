package ai.kompl.tenancy.data;

import ai.kompl.tenancy.events.RedisEvents;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Applies events in a process of its own, and is gone in the middle of a transaction. */
final class ConsumingProcess {
  private ConsumingProcess() {}

  /** Takes the database's address and its owner's name. */
  public static void main(String[] words) throws InterruptedException {
    var settings =
        new DatabaseSettings(
            words[0],
            new DatabaseSettings.Login("kompl_app", "app-password-of-tests"),
            new DatabaseSettings.Login(words[1], System.getenv("OWNER_PASSWORD")),
            4,
            Duration.ofSeconds(10));
    try (DataPlatform data = TestPlatform.open(settings, List.of(TestPlatform.LEDGER));
        RedisEvents events = RedisEvents.open(URI.create(System.getenv("REDIS")))) {
      data.startConsumer(
          ConsumerGround.consumer((event, tx) -> {
            ConsumerGround.note(event, tx);
            if (event.payloadJson().equals("25") && event.entityId().equals("a")) {
              Runtime.getRuntime().halt(137);
            }
          }),
          events,
          ConsumerGround.settings());
      new CountDownLatch(1).await();
    }
  }
}
