package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.ACME;
import static ai.kompl.gateway.GatewayHarness.OTHER;
import static ai.kompl.gateway.GatewayHarness.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.TenantId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ExportTest {
  private static final GatewayHarness HOUSE = new GatewayHarness(GatewaySettings.production(0));
  private static final String PATH = "/exports/" + GatewayHarness.Exports.ID;

  @AfterAll
  static void stop() {
    HOUSE.close();
  }

  @Test
  void anExportIsGivenToItsTenantWhole() throws IOException, InterruptedException {
    HttpResponse<byte[]> given =
        HOUSE.client.send(
            HOUSE.to(PATH).header("Authorization", bearer(ACME)).GET().build(),
            BodyHandlers.ofByteArray());

    assertThat(given.statusCode()).isEqualTo(200);
    assertThat(given.body()).isEqualTo(GatewayHarness.Exports.CONTENT);
    assertThat(given.headers().firstValue("content-disposition").orElseThrow())
        .isEqualTo("attachment; filename=\"export-of-acme.zip\"");
    assertThat(given.headers().firstValue("cache-control")).contains("no-store");
  }

  @Test
  void nobodyElseGetsItNorLearnsThatItIsThere() {
    var foreign = HOUSE.send(HOUSE.to(PATH).header("Authorization", bearer(OTHER)).GET());
    var none = HOUSE.send(HOUSE.to("/exports/none").header("Authorization", bearer(OTHER)).GET());
    var suspended = HOUSE.send(HOUSE.to(PATH).header("Authorization", bearer(SUSPENDED)).GET());
    var unknown = HOUSE.send(HOUSE.to(PATH).GET());

    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(GatewayHarness.code(foreign)).isEqualTo(GatewayHarness.code(none));
    assertThat(GatewayHarness.code(suspended)).isEqualTo("TENANT_SUSPENDED");
    assertThat(GatewayHarness.code(unknown)).isEqualTo("UNAUTHENTICATED");
    var sent =
        HOUSE.send(
            HOUSE.to(PATH).header("Authorization", bearer(ACME)).PUT(BodyPublishers.ofString("x")));
    assertThat(sent.statusCode()).isEqualTo(405);
  }

  private static String bearer(TenantId tenant) {
    return "Bearer " + HOUSE.token(tenant, Duration.ofMinutes(5));
  }
}
