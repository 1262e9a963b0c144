package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.code;
import static ai.kompl.gateway.GatewayHarness.query;
import static ai.kompl.gateway.GatewayHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.gateway.security.OriginRules;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BrowserTest {
  private static final String APP = "https://app.example";
  private static final GatewayHarness HOUSE =
      new GatewayHarness(
          GatewaySettings.development(0)
              .withBrowser(new GatewaySettings.Browser(Set.of(APP), true, "{ me { id } }")));
  private static final GatewayHarness STRICT = new GatewayHarness(GatewaySettings.production(0));

  @AfterAll
  static void stop() {
    HOUSE.close();
    STRICT.close();
  }

  @Test
  void aPageOfAnAllowedOriginMayAskAndReadTheAnswer() {
    var preflight =
        HOUSE.send(
            HOUSE
                .to("/graphql")
                .header("Origin", APP)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    var answer = HOUSE.post(query("{ greeting }"), "Origin", APP);

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).hasValue(APP);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .contains("Authorization")
        .contains("Content-Type");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(APP);
    assertThat(answer.headers().firstValue("Vary").orElse("")).contains("Origin");
  }

  @Test
  void aPageOfAnotherOriginIsRefusedBeforeAnythingIsRun() {
    for (String origin : new String[] {"https://evil.example", "null", APP + ".evil.example"}) {
      var response = HOUSE.post(query("mutation { rename(name:\"x\") { id } }"), "Origin", origin);

      assertThat(response.statusCode()).as(origin).isEqualTo(403);
      assertThat(code(response)).isEqualTo("ORIGIN_NOT_ALLOWED");
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
    assertThat(HOUSE.operations.renamed).hasValue(0);
  }

  @Test
  void ourOwnPagesNeedNoPermission() {
    var response =
        HOUSE.post(query("{ greeting }"), "Origin", "http://127.0.0.1:" + HOUSE.gateway.port());

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "app.example", "https://app.example/", "https://app.example/x"})
  void anOriginThatIsNoneIsRefusedAtStart(String origin) {
    assertThatThrownBy(() -> new OriginRules(Set.of(origin)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://host");
  }

  @Test
  void thePageLoadsNothingFromElsewhereAndRunsNoInlineCode() {
    var page = HOUSE.send(HOUSE.to("/"));
    String policy = page.headers().firstValue("Content-Security-Policy").orElse("");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("id=\"sign-in\"").doesNotContain("://");
    assertThat(policy).contains("default-src 'none'").contains("script-src 'self';");
    assertThat(policy).doesNotContain("script-src 'self' 'unsafe").doesNotContain("unsafe-eval");
    assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
  }

  @Test
  void everythingThatThePageNamesIsServed() {
    var page = HOUSE.send(HOUSE.to("/"));
    var names = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"").matcher(page.body());

    int found = 0;
    while (names.find()) {
      var asset = HOUSE.send(HOUSE.to(names.group(1)));
      assertThat(asset.statusCode()).as(names.group(1)).isEqualTo(200);
      assertThat(asset.body()).isNotEmpty();
      found++;
    }

    assertThat(found).isEqualTo(7);
    var config = tree(HOUSE.send(HOUSE.to("/graphiql/config.json")));
    assertThat(config.path("defaultQuery").asText()).isEqualTo("{ me { id } }");
  }

  @Test
  void onlyTheFilesOfThePageAreServed() {
    for (String path :
        new String[] {"/graphiql/index.html", "/graphiql/..%2fpage.js", "/graphiql/render.js"}) {
      assertThat(HOUSE.send(HOUSE.to(path)).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void inProductionThereIsNoPage() {
    assertThat(STRICT.send(STRICT.to("/")).statusCode()).isEqualTo(404);
  }

  @Test
  void everyAnswerTellsBrowsersToBeCareful() {
    var headers = HOUSE.postAnonymously("nonsense").headers();

    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
    assertThat(headers.firstValue("Content-Security-Policy").orElse("")).contains("'none'");
    assertThat(headers.firstValue("Server")).isEmpty();
  }
}
