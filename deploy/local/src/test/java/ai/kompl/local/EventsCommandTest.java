package ai.kompl.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Kompl;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.ConsumerSettings;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.EventConsumer;
import ai.kompl.tenancy.events.EventDraft;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator sees what consumers could not do, and decides about it. */
class EventsCommandTest {
  private static final String GROUP = "regops.poisoned";
  private static final String TYPE = "regops.test.poison";

  @TempDir Path folder;

  @Test
  void deadLettersAreSeenDrivenAgainAndDiscarded() throws Exception {
    assertThat(events("status").text()).contains("no group of consumers has begun yet");
    try (RunningProduct product = RunningProduct.start(folder, Map.of())) {
      poison(product.host());
    }

    Said status = events("status");
    JsonNode json = new ObjectMapper().readTree(events("status", "--json").text());

    assertThat(status.code()).isEqualTo(1);
    assertThat(status.text())
        .contains("regops.coverage-record  waiting=0")
        .contains(GROUP + "  waiting=0 failed=0 held=0 dead=2 lag=none")
        .contains("entity_1 attempts=1 problem=INTERNAL");
    JsonNode letter = json.at("/deadLetters/0");
    assertThat(letter.path("type").asText()).isEqualTo(TYPE);
    assertThat(letter.has("payload")).as("what events say is not shown").isFalse();
    String number = letter.path("number").asText();
    assertThat(
            events(
                    "discard",
                    "--group",
                    GROUP,
                    "--tenant",
                    "acme",
                    "--letter",
                    number,
                    "--reason",
                    "a test")
                .text())
        .contains("discarded  1");
    assertThat(events("redrive", "--group", GROUP).text()).contains("driven again  1");
    Said after = events("status");
    assertThat(after.code()).isZero();
    assertThat(after.text()).contains(GROUP + "  waiting=1 failed=0 held=0 dead=0");
    assertThat(events("replay", "--group", GROUP, "--from", "2020-01-01T00:00:00Z").text())
        .contains("to be applied again  1");
    assertThat(events("redrive", "--group", "no.such").text())
        .contains("There is no group of that name", GROUP);
  }

  @Test
  void whatIsMissingOrWrongIsSaid() {
    assertThat(events("forget").text()).contains("\"forget\" is none of status, redrive");
    assertThat(events("redrive").text()).contains("redrive needs --group");
    assertThat(events("discard", "--group", "a.b").text()).contains("discard needs --reason");
    assertThat(events("redrive", "--group", "a.b", "--letter", "7").text())
        .contains("--letter needs --tenant");
    assertThat(events("redrive", "--group", "a.b", "--tenant", "x", "--letter", "y").text())
        .contains("--letter takes the number");
    assertThat(events("replay", "--group", "a.b", "--from", "yesterday").text())
        .contains("--from takes a moment such as");
  }

  private static void poison(SubgraphHost host) {
    DataPlatform data = host.data();
    Caller caller =
        Caller.worker(
            data.registry().findBySlug("acme").orElseThrow().id(), "tests.poison", "request-1");
    var once =
        new ConsumerSettings(
            10, 1, Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(50));
    data.startConsumer(
        new EventConsumer(
            GROUP,
            Map.of(
                TYPE,
                (_, _) -> {
                  throw new IllegalStateException("poison");
                })),
        host.events(),
        once);
    assertThat(
            Waiting.until(Duration.ofSeconds(30), () -> data.eventBacklog().groups().size() == 2))
        .isTrue();
    boolean _ =
        data.tenantDatabase("regops")
            .write(
                caller,
                tx -> {
                  tx.publish(EventDraft.of(TYPE, "Entity", "entity_1"));
                  tx.publish(EventDraft.of(TYPE, "Entity", "entity_2"));
                  return true;
                });
    assertThat(
            Waiting.until(
                Duration.ofSeconds(30), () -> data.eventBacklog().deadLetters(9).size() == 2))
        .isTrue();
  }

  private record Said(int code, String text) {}

  private Said events(String... words) {
    var said = new ByteArrayOutputStream();
    var out = new PrintStream(said, true, UTF_8);
    var err = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    boolean json = List.of(words).contains("--json");
    var console = new Console(out, json ? err : out, new BufferedReader(new StringReader("")));
    var session = new DataSession(folder, Map.of(), ProductKeys.catalogue());
    var line = new ArrayList<>(List.of("events"));
    line.addAll(List.of(words));
    line.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    int code = new Kompl(List.of(new EventsCommand(session))).run(line, console);
    return new Said(code, said.toString(UTF_8));
  }
}
