package ai.kompl.tenancy.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CallerTest {
  private static final TenantId NORTH = new TenantId("1f2e3d4c5b6a7980");

  @Test
  void aWorkerActsForOneTenantUnderItsName() {
    Caller worker = Caller.worker(NORTH, "regops.import", "request-1");

    assertThat(worker.actor()).isEqualTo("system:regops.import");
    assertThat(worker.tenant()).isEqualTo(NORTH);
    assertThat(worker.roles()).isEmpty();
    assertThat(worker.subject())
        .as("the same in every process")
        .isEqualTo(Caller.worker(NORTH, "regops.import", "request-2").subject());
  }

  @Test
  void theRequestScopeEndsWithTheWork() {
    var scope = new RequestScope("request-1", Instant.parse("2026-11-22T12:00:10Z"));

    String seen = scope.call(() -> RequestScope.current().orElseThrow().requestId());

    assertThat(seen).isEqualTo("request-1");
    assertThat(RequestScope.current()).isEmpty();
    assertThat(scope.remaining(() -> Instant.parse("2026-11-22T12:00:08Z")))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(scope.remaining(() -> Instant.parse("2026-11-22T12:00:18Z")))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void derivedKeysAreThoseOfTheStandard() {
    // RFC 5869, A.3: no salt, no purpose, the first 32 of its 42 bytes.
    byte[] secret = HexFormat.of().parseHex("0b".repeat(22));

    assertThat(HexFormat.of().formatHex(Hkdf.derive(secret, "")))
        .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
  }
}
