package ai.kompl.local;

import ai.kompl.local.verify.events.CountedEntities;
import ai.kompl.local.verify.events.FaultyConsumer;
import ai.kompl.local.verify.events.FaultyConsumer.Fault;
import ai.kompl.local.verify.events.KilledConsumers;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.data.ConsumerSettings;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.events.RedisEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A process of the proof of events: relays and applies until it is killed. */
public final class EventWorker {
  private EventWorker() {}

  /**
   * Works until it is killed.
   *
   * @param arguments the folder for uploads, the subgraphs with commas between, and a fault where
   *     it is to have one
   */
  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.load(ProductKeys.catalogue(), Optional.empty(), System.getenv());
    var backend = new Backend(settings, Path.of(arguments[0]));
    try (DataPlatform data = backend.data(List.of(arguments[1].split(",", -1)));
        RedisEvents events = backend.events()) {
      data.startRelay(events);
      if (arguments.length > 2) {
        System.out.println(KilledConsumers.READY);
        faulty(settings, Fault.valueOf(arguments[2])).run();
      }
      data.startConsumer(CountedEntities.consumer(), events, ConsumerSettings.defaults());
      System.out.println(KilledConsumers.READY);
      new CountDownLatch(1).await();
    }
  }

  private static FaultyConsumer faulty(Settings settings, Fault fault) {
    return new FaultyConsumer(
        fault,
        settings.get(PlatformKeys.DATABASE_URL),
        settings.get(PlatformKeys.DATABASE_OWNER),
        settings.get(PlatformKeys.DATABASE_OWNER_PASSWORD));
  }
}
