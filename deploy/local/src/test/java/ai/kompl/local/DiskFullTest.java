package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.kompl.local.client.ClientException;
import ai.kompl.local.client.GraphQlClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk with all of the product's data fills up while it serves, and gets room again. */
class DiskFullTest {
  private static final String SIZE = "400m";
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static final int MOST_CHANGES = 6000;
  private static final String PASSWORD = "only-of-this-test";
  private static final String CREATE =
      "mutation C($i: CreateControlInput!) { createControl(input: $i) { control { id } userErrors { code } } }";
  private static final String READ =
      "query R($f: ControlFilter) { controls(filter: $f) { totalCount } }";

  @TempDir static Path folder;

  @Test
  void changesAreRefusedAndNothingAcknowledgedIsLostUntilThereIsRoomAgain() throws Exception {
    assumeTrue(mounted(), "a file system of limited size can be mounted by root only");
    try (var product = RunningProduct.start(folder.resolve("own"), Map.of())) {
      var random = new Random(16);
      List<String> kept = new ArrayList<>(List.of("full-first"));
      assertThat(answer(product, "full-first", random).has("errors")).isFalse();
      Path filler = fill();

      // What is read needs no room, and what is uploaded is not half kept.
      assertThat(count(product, "full-first")).isEqualTo(1);
      assertThatThrownBy(() -> product.client().upload(noise(random, 4 << 20)))
          .isInstanceOf(ClientException.class)
          .hasMessageContaining("UNAVAILABLE");
      JsonNode refusal = changeUntilRefused(product, kept, random);
      Files.delete(filler);
      boolean healed =
          Waiting.until(
              RECOVERY,
              () -> {
                String ref = "full-after-" + kept.size();
                return product.readiness() == 200 && !answer(product, ref, random).has("errors");
              });

      assertThat(refusal.path("errors").findValuesAsText("code")).containsOnly("UNAVAILABLE");
      assertThat(healed).isTrue();
      assertThat(kept).allSatisfy(ref -> assertThat(count(product, ref)).as(ref).isEqualTo(1));
      assertThat(trail(product).path("whole").asBoolean()).isTrue();
    } finally {
      run("umount", "--lazy", folder.resolve("own").toString());
    }
  }

  /** Changes things until the full disk shows; what was acknowledged is kept in mind. */
  private static JsonNode changeUntilRefused(
      RunningProduct product, List<String> kept, Random random) {
    for (int change = 0; change < MOST_CHANGES; change++) {
      String ref = "full-%05d".formatted(change);
      JsonNode answer = answer(product, ref, random);
      if (answer.has("errors")) {
        return answer;
      }
      kept.add(ref);
    }
    throw new AssertionError("the disk never got full");
  }

  private static JsonNode answer(RunningProduct product, String ref, Random random) {
    return product
        .client()
        .send(
            CREATE,
            Map.of("i", Map.of("ref", ref, "title", "Full", "objective", text(random, 3900))));
  }

  private static int count(RunningProduct product, String ref) {
    return product
        .client()
        .data(READ, Map.of("f", Map.of("refPrefix", ref)))
        .path("controls")
        .path("totalCount")
        .asInt();
  }

  private static JsonNode trail(RunningProduct product) {
    var person = new DemoSeed.Person("acme", "root@acme.example", "Rut Ott");
    new DemoSeed(product.host()).admin(person, PASSWORD);
    return GraphQlClient.of(product.endpoint().resolve("/graphql"))
        .signIn(person.organization(), person.email(), PASSWORD)
        .data("mutation { verifyAuditTrail { verification { whole } } }", Map.of())
        .at("/verifyAuditTrail/verification");
  }

  private static Path fill() throws IOException {
    Path filler = folder.resolve("own/filler");
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return filler;
    }
  }

  private static byte[] noise(Random random, int bytes) {
    byte[] noise = new byte[bytes];
    random.nextBytes(noise);
    return noise;
  }

  private static String text(Random random, int length) {
    return random
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean mounted() throws Exception {
    Path place = Files.createDirectories(folder.resolve("own"));
    return run(
        "mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=1777", "tmpfs", place.toString());
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
