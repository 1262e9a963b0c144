package ai.kompl.regops.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.embedded.TestObjectStorage;
import ai.kompl.embedded.TestRedis;
import ai.kompl.regops.Catalogues;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventFilter;
import ai.kompl.tenancy.events.RedisEvents;
import ai.kompl.tenancy.vault.ObjectStoreSettings;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ImportOverServersTest {

  @TempDir Path folder;

  @Test
  void aFileFromObjectStorageIsImportedAndItsProgressReachesWhoFollowsTheEvents()
      throws IOException {
    try (var platform = RegopsPlatform.open();
        var objects = objects(platform);
        var events = RedisEvents.open(URI.create(TestRedis.shared().createDatabase()))) {
      Caller ana = platform.newTenant("servers");
      var told = new CopyOnWriteArrayList<Event>();
      platform.data().startRelay(events);
      var handler =
          new ImportHandler(
              platform.data().tenantDatabase(),
              objects,
              ImportSettings.DEFAULT,
              InstantSource.system(),
              UUID::randomUUID);
      platform
          .data()
          .startWorker("regops", Map.of(ImportHandler.KIND, handler), RegopsPlatform.WORKERS);
      byte[] content = Catalogues.small("HOUSE", "1").getBytes(StandardCharsets.UTF_8);
      var upload =
          objects.put(
              ana.tenant(), new ByteArrayInputStream(content), content.length, "application/json");

      try (var following =
          events.subscribe(
              EventFilter.of(ana.tenant(), "regops.import-job.progressed"), told::add)) {
        String id =
            new Catalogues(platform)
                .order(ana, upload.id().toString(), "NATIVE", Map.of())
                .text("/importFrameworkCatalog/importJob/id");

        assertThat(RegopsPlatform.eventually(() -> states(told).contains("SUCCEEDED")))
            .as("%s", told)
            .isTrue();
        assertThat(following).isNotNull();
        assertThat(told).allSatisfy(event -> assertThat(event.entityId()).isEqualTo(id));
        assertThat(states(told)).startsWith("QUEUED").endsWith("SUCCEEDED");
      }
    }
  }

  private static List<String> states(List<Event> events) {
    return events.stream()
        .map(event -> event.payloadJson().replaceAll(".*\"state\": ?\"([A-Z]+)\".*", "$1"))
        .toList();
  }

  private S3ObjectStore objects(RegopsPlatform platform) throws IOException {
    var server = TestObjectStorage.shared().server();
    var settings =
        new ObjectStoreSettings(
            server.endpoint(),
            "us-east-1",
            TestObjectStorage.shared().createBucket(),
            new ObjectStoreSettings.Credentials(server.accessKey(), server.secret()),
            folder.resolve("spool"));
    var random = new SecureRandom();
    var keys =
        new TenantKeys(
            platform.data().keyStore(),
            MasterKeyFile.openOrCreate(folder.resolve("key"), random),
            InstantSource.system(),
            random,
            TenantKeys.LONGEST);
    return S3ObjectStore.open(settings, keys, random);
  }
}
