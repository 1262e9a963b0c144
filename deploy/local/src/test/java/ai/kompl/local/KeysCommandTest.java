package ai.kompl.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Kompl;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.TenantRegistry;
import ai.kompl.tenancy.vault.UploadId;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are renewed between two starts of the product, which then reads all it had. */
class KeysCommandTest {
  private static final byte[] CONTENT = "{\"canary\": true}".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void keysAndMasterKeyAreRenewedAndAWrongOrMissingMasterKeyStopsTheStart() throws Exception {
    assertThat(keys("status")).contains("platform", "master-key-check");
    String uploaded = started();

    String rotated = keys("rotate", "--tenant", "acme");
    String renewed = keys("renew-master");
    String status = keys("status");

    assertThat(rotated).contains("rotated organisations=1 keys=1 fields=0 files=1");
    assertThat(renewed).contains("rewrapped keys=");
    String master = renewed.strip().replaceAll("(?s).*master=", "");
    assertThat(status).contains("objects", "version 2 of 2 kept, wrapped by " + master);
    assertThat(status.lines().filter(line -> line.contains("wrapped by")))
        .allMatch(line -> line.endsWith(master));
    startedAgain(uploaded);
    masterKeyIsNeeded();
  }

  @Test
  void theKeysOfAPurgedOrganisationAreNotRotated() throws Exception {
    assertThat(keys("status")).contains("platform");
    int others;
    try (RunningProduct product = RunningProduct.start(folder, Map.of())) {
      product.client().upload(CONTENT);
      others = purgeAcme(product.host());
    }

    assertThat(keys("rotate")).contains("rotated organisations=" + others);
    assertThat(keys("rotate", "--tenant", "acme")).contains("or it was purged");
  }

  @Test
  void aWordThatIsNoActionIsRefused() {
    assertThat(keys("shred")).contains("\"shred\" is none of status, rotate");
    assertThat(keys("status", "--tenant", "acme")).contains("goes with rotate only");
  }

  private static int purgeAcme(SubgraphHost host) {
    TenantRegistry registry = host.data().registry();
    TenantId acme = registry.findBySlug("acme").orElseThrow().id();
    Caller operator = Caller.worker(TenantKeys.PLATFORM, "test.purge", "request-1");
    host.data().offboarding(Duration.ZERO).begin(acme, "a test", Optional.empty(), operator);
    host.purge().purge(acme, operator);
    return registry.all().size() - 1;
  }

  private String started() throws IOException {
    try (RunningProduct product = RunningProduct.start(folder, Map.of())) {
      return product.client().upload(CONTENT);
    }
  }

  private void startedAgain(String uploaded) throws IOException {
    try (RunningProduct product = RunningProduct.start(folder, Map.of())) {
      var acme = product.host().data().registry().findBySlug("acme").orElseThrow();
      UploadId id = UploadId.parse(acme.id(), uploaded).orElseThrow();
      try (InputStream file = product.host().objects().open(acme.id(), id.sha256()).orElseThrow()) {
        assertThat(file.readAllBytes()).isEqualTo(CONTENT);
      }
    }
  }

  private void masterKeyIsNeeded() throws IOException {
    Path file = folder.resolve("data/keys/master-key");
    Files.writeString(file, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=\n");
    assertThatThrownBy(() -> RunningProduct.start(folder, Map.of()))
        .hasMessageContaining("is not the one that the data of this database were encrypted with")
        .hasMessageContaining(file.toString());

    Files.delete(file);
    assertThatThrownBy(() -> RunningProduct.start(folder, Map.of()))
        .hasMessageContaining("is missing")
        .hasMessageContaining(file.toString());
    assertThat(file).doesNotExist();
  }

  /** Runs the command and returns all it said. */
  private String keys(String... words) {
    var said = new ByteArrayOutputStream();
    var stream = new PrintStream(said, true, UTF_8);
    var console = new Console(stream, stream, new BufferedReader(new StringReader("")));
    var session = new DataSession(folder, Map.of(), ProductKeys.catalogue());
    var line = new ArrayList<>(List.of("keys"));
    line.addAll(List.of(words));
    line.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    new Kompl(List.of(new KeysCommand(session))).run(line, console);
    return said.toString(UTF_8);
  }
}
