package ai.kompl.tenancy.vault.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Against a stand-in that speaks the daemon's protocol; the daemon itself has no signatures here.
 */
class ClamdScanTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Test
  void aCleanFileArrivesWholeAndPasses() throws IOException {
    try (var clamd = new ClamdStub(1000)) {
      assertThat(scan(clamd, "first part, ", "second part")).isEmpty();
      assertThat(clamd.received()).asString(US_ASCII).isEqualTo("first part, second part");
    }
  }

  @Test
  void aFindingThatLiesAcrossPartsIsNamed() throws IOException {
    try (var clamd = new ClamdStub(1000)) {
      String eicar = EicarScan.EICAR;

      assertThat(scan(clamd, eicar.substring(0, 20), eicar.substring(20)))
          .hasValue("Eicar-Test-Signature");
    }
  }

  @Test
  void aFileThatTheDaemonDoesNotLookAtIsNotAccepted() throws IOException {
    try (var clamd = new ClamdStub(10)) {
      assertUnavailable(() -> scan(clamd, "longer than ten bytes"));
    }
  }

  @Test
  void aDaemonThatIsAwayLetsNothingPass() throws IOException {
    URI nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("clamd://127.0.0.1:" + free.getLocalPort());
    }

    assertUnavailable(() -> scan(nobody, "a"));
  }

  @Test
  void anAddressOfAnotherSortIsRefused() {
    assertThatThrownBy(() -> new ClamdScan(URI.create("http://127.0.0.1:3310"), PATIENCE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ClamdScan(URI.create("clamd://127.0.0.1"), PATIENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Optional<String> scan(ClamdStub clamd, String... parts) {
    return scan(clamd.address(), parts);
  }

  private static Optional<String> scan(URI address, String... parts) {
    try (VirusScan.Passage passage = new ClamdScan(address, PATIENCE).begin()) {
      for (String part : parts) {
        passage.take(part.getBytes(US_ASCII));
      }
      return passage.finding();
    }
  }

  private static void assertUnavailable(ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
  }
}
