package ai.kompl.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.local.client.ClientException;
import ai.kompl.local.client.GraphQlClient;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** All that the product logs while it is used, at the most talkative level of its own code. */
class SecretsInLogsTest {
  private static final String WRONG_PASSWORD = "canary-password-that-is-wrong";
  private static final String FORGED_TOKEN = "eyJhbGciOiJub25lIn0.Y2FuYXJ5LXRva2Vu.Y2FuYXJ5";
  private static final List<String> SECRET_FILES =
      List.of("master-key", "database-password", "internal-secret", "demo-password", "password");

  @TempDir Path folder;
  private final Captured captured = new Captured();
  private Logger root;
  private Level before;

  @BeforeEach
  void listen() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    before = root.getLevel();
    captured.setContext(context);
    captured.start();
    root.addAppender(captured);
    root.setLevel(Level.INFO);
    context.getLogger("ai.kompl").setLevel(Level.TRACE);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(captured);
    root.setLevel(before);
  }

  @Test
  void noSecretIsInAnyLogEventWhateverGoesWrong() throws IOException {
    Map<String, String> secrets = new HashMap<>();
    try (RunningProduct product = RunningProduct.start(folder, Map.of())) {
      use(product);
      secrets.put("access token", product.client().token().orElseThrow());
    }
    secrets.put("wrong password", WRONG_PASSWORD);
    secrets.put("forged token", FORGED_TOKEN);
    secrets.putAll(kept());

    assertThat(secrets).hasSizeGreaterThanOrEqualTo(8);
    assertThat(captured.found(secrets)).isEmpty();
    assertThat(captured.lines).as("there is something to look at").hasSizeGreaterThan(10);
    plantedSecretIsFound(secrets);
  }

  private static void use(RunningProduct product) {
    GraphQlClient ana = product.client();
    ana.upload("{\"a\": 1}".getBytes(UTF_8));
    ana.send("{ viewer { id } nonsense }", Map.of());
    ana.send("query($a: Int!) { viewer { id } }", Map.of("a", WRONG_PASSWORD));
    ana.as(FORGED_TOKEN).send("{ viewer { id } }", Map.of());
    assertThatThrownBy(() -> ana.as(FORGED_TOKEN).upload(new byte[] {1}))
        .isInstanceOf(ClientException.class);
    assertThatThrownBy(() -> ana.signIn("acme", "ana@acme.example", WRONG_PASSWORD))
        .isInstanceOf(ClientException.class);
    assertThatThrownBy(() -> ana.signIn("acme", "a\u0000b@acme.example", WRONG_PASSWORD))
        .isInstanceOf(ClientException.class);
  }

  /** The secrets that the product and its servers have made, by their files. */
  private Map<String, String> kept() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      var kept = new HashMap<String, String>();
      files
          .filter(file -> SECRET_FILES.contains(file.getFileName().toString()))
          .filter(Files::isRegularFile)
          .forEach(file -> kept.put(folder.relativize(file).toString(), text(file)));
      return kept;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void plantedSecretIsFound(Map<String, String> secrets) {
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      LoggerFactory.getLogger("ai.kompl.planted")
          .warn("planted", new IllegalStateException("with " + secret.getValue()));
    }

    assertThat(captured.found(secrets)).hasSameSizeAs(secrets.entrySet());
  }

  /** Keeps all that an appender could write of an event. */
  private static final class Captured extends AppenderBase<ILoggingEvent> {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      String thrown =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      lines.add(
          String.join(
              " ",
              event.getLoggerName(),
              event.getFormattedMessage(),
              Arrays.toString(event.getArgumentArray()),
              String.valueOf(event.getKeyValuePairs()),
              event.getMDCPropertyMap().toString(),
              thrown));
    }

    /** The names of the secrets that are in some event. */
    List<String> found(Map<String, String> secrets) {
      return secrets.entrySet().stream()
          .filter(secret -> lines.stream().anyMatch(line -> line.contains(secret.getValue())))
          .map(Map.Entry::getKey)
          .toList();
    }
  }
}
