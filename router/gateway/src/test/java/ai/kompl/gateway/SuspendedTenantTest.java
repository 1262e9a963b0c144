package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.ACME;
import static ai.kompl.gateway.GatewayHarness.OTHER;
import static ai.kompl.gateway.GatewayHarness.code;
import static ai.kompl.gateway.GatewayHarness.jobId;
import static ai.kompl.gateway.GatewayHarness.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.Event;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SuspendedTenantTest {
  private static final String SUSPENDED = "tenants.tenant.suspended";
  private static final String RESUMED = "tenants.tenant.resumed";

  private final GatewayHarness house = new GatewayHarness(GatewaySettings.production(0));

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void whoIsSuspendedWhenTheGatewayStartsIsRefused() {
    var refused = ask(GatewayHarness.SUSPENDED);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(code(refused)).isEqualTo("TENANT_SUSPENDED");
    assertThat(ask(ACME).statusCode()).isEqualTo(200);
  }

  @Test
  void anEventSuspendsOneTenantAndAnotherResumesIt() {
    tell(ACME, 5, SUSPENDED);
    assertThat(code(ask(ACME))).isEqualTo("TENANT_SUSPENDED");
    assertThat(ask(OTHER).statusCode()).isEqualTo(200);

    tell(ACME, 6, RESUMED);
    assertThat(ask(ACME).statusCode()).isEqualTo(200);
    tell(GatewayHarness.SUSPENDED, 7, RESUMED);
    assertThat(ask(GatewayHarness.SUSPENDED).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsBeingClosedIsServedUntilItsRemovalBegins() {
    tell(GatewayHarness.SUSPENDED, 5, "tenants.tenant.offboarding-begun");
    assertThat(ask(GatewayHarness.SUSPENDED).statusCode()).isEqualTo(200);

    tell(GatewayHarness.SUSPENDED, 6, "tenants.tenant.purge-begun");
    assertThat(code(ask(GatewayHarness.SUSPENDED))).isEqualTo("TENANT_SUSPENDED");
  }

  @Test
  void anEventThatComesAgainLateChangesNothing() {
    tell(ACME, 5, SUSPENDED);
    tell(ACME, 6, RESUMED);

    tell(ACME, 5, SUSPENDED);

    assertThat(ask(ACME).statusCode()).isEqualTo(200);
  }

  @Test
  void liveOperationsOfTheTenantEndWithinASecondAndThoseOfOthersGoOn() throws Exception {
    try (InputStream ours = follow(ACME);
        InputStream theirs = follow(OTHER)) {
      until(ours, "importProgress");
      until(theirs, "importProgress");

      long start = System.nanoTime();
      tell(ACME, 5, SUSPENDED);
      String end = until(ours, "event: complete");
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      house.progressed(OTHER, jobId(OTHER), 7);

      assertThat(end).contains("TENANT_SUSPENDED");
      assertThat(took).isLessThan(Duration.ofSeconds(1));
      assertThat(until(theirs, "7")).doesNotContain("TENANT_SUSPENDED");
    }
  }

  private HttpResponse<String> ask(TenantId tenant) {
    String token = house.token(tenant, Duration.ofMinutes(5));
    return house.postAs(token, query("{ greeting }"));
  }

  private void tell(TenantId tenant, long sequence, String type) {
    house.events.publish(
        new Event(sequence, tenant, type, "Tenant", "tenant", "{}", Instant.EPOCH));
  }

  private InputStream follow(TenantId tenant) throws IOException, InterruptedException {
    String body =
        "{\"query\":\"subscription P($id: ID!) { importProgress(jobId: $id) { id done } }\","
            + "\"variables\":{\"id\":\"%s\"}}".formatted(jobId(tenant));
    var request =
        house
            .json(body)
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + house.token(tenant, Duration.ofMinutes(5)))
            .build();
    return house.client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  /** Reads until the text has come. */
  private static String until(InputStream stream, String text) throws IOException {
    var read = new StringBuilder();
    while (!read.toString().contains(text)) {
      byte[] part = new byte[256];
      int got = stream.read(part);
      if (got < 0) {
        throw new AssertionError("the stream ended before '" + text + "': " + read);
      }
      read.append(new String(part, 0, got, StandardCharsets.UTF_8));
    }
    return read.toString();
  }
}
