package ai.kompl.local.demo;

import ai.kompl.local.client.ClientException;
import ai.kompl.local.client.GraphQlClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The demo: what a customer's compliance officer would do first. Running it again changes nothing
 * and gives the same answer.
 */
public final class Demo {
  /** The operation that crosses subgraphs; also the one the README shows. */
  public static final String OPERATION = "operations/requirements-with-controls.graphql";

  private static final int PAGE = 3;
  private static final List<String> CONTROLS =
      List.of(
          "Access rights are reviewed",
          "Joiners and leavers are handled within a day",
          "Privileged access is recorded");

  /**
   * What the demo saw.
   *
   * @param first outcome of the first import
   * @param second outcome of importing the same file again
   * @param pages the answers to the cross-subgraph query, page by page
   */
  public record Outcome(
      CatalogueImport.Result first, CatalogueImport.Result second, List<JsonNode> pages) {}

  private final GraphQlClient client;
  private final Consumer<String> console;

  /** Acts as the client's caller and tells the console each step. */
  public Demo(GraphQlClient client, Consumer<String> console) {
    this.client = client;
    this.console = console;
  }

  /**
   * Imports the catalogue twice, links three controls and asks the query for two pages.
   *
   * @throws ClientException when a step is refused
   */
  public Outcome run(CatalogueSource source) {
    var importing = new CatalogueImport(client, console);
    CatalogueImport.Result first = importing.run(source);
    CatalogueImport.Result second = importing.run(source);
    if (first.versionId().isEmpty()) {
      throw new ClientException("the import ended as " + first.state() + ": nothing to ask about");
    }
    String family = firstFamily(first.versionId());
    linkControls(first.versionId(), family);
    return new Outcome(first, second, pages(first.versionId(), family));
  }

  private String firstFamily(String versionId) {
    JsonNode edges =
        client
            .data(
                """
                query Families($id: ID!) {
                  requirements(frameworkVersionId: $id, filter: { level: 0 }, first: 1) { edges { node { ref } } }
                }
                """,
                Map.of("id", versionId))
            .path("requirements")
            .path("edges");
    return edges.path(0).path("node").path("ref").asText();
  }

  private void linkControls(String versionId, String family) {
    JsonNode start =
        client.data(
            """
            query Targets($id: ID!, $family: String!) {
              me { id }
              requirements(frameworkVersionId: $id, filter: { family: $family, active: true, kind: REQUIREMENT }, first: 4) {
                edges { node { id } }
              }
            }
            """,
            Map.of("id", versionId, "family", family));
    String owner = start.path("me").path("id").asText();
    List<JsonNode> targets = start.path("requirements").path("edges").findValues("id");
    for (int i = 0; i < CONTROLS.size(); i++) {
      var ids = new ArrayList<String>();
      targets
          .subList(Math.min(i, targets.size()), Math.min(i + 2, targets.size()))
          .forEach(id -> ids.add(id.asText()));
      createControl(i, owner, ids, versionId);
    }
    console.accept("linked " + CONTROLS.size() + " controls to requirements of family " + family);
  }

  private void createControl(
      int index, String owner, List<String> requirementIds, String versionId) {
    String ref =
        "DEMO-"
            + versionId.substring(versionId.length() - 4).toUpperCase(Locale.ROOT)
            + "-"
            + (index + 1);
    JsonNode payload =
        client
            .data(
                """
                mutation CreateControl($input: CreateControlInput!) {
                  createControl(input: $input) { control { id } userErrors { code message } }
                }
                """,
                Map.of(
                    "input",
                    Map.of(
                        "ref", ref,
                        "title", CONTROLS.get(index),
                        "ownerId", owner,
                        "requirementIds", requirementIds,
                        "idempotencyKey", "demo-" + versionId + "-" + index)))
            .path("createControl");
    if (!payload.path("control").isObject()) {
      throw new ClientException("control " + ref + " was refused: " + payload.path("userErrors"));
    }
  }

  private List<JsonNode> pages(String versionId, String family) {
    String operation = operation();
    var variables =
        Map.<String, Object>of("frameworkVersionId", versionId, "family", family, "first", PAGE);
    JsonNode one = client.data(operation, variables);
    var next = new HashMap<>(variables);
    next.put("after", one.path("requirements").path("pageInfo").path("endCursor").asText());
    return List.of(one, client.data(operation, next));
  }

  /** The text of the cross-subgraph operation. */
  public static String operation() {
    try (InputStream in = Demo.class.getClassLoader().getResourceAsStream(OPERATION)) {
      if (in == null) {
        throw new IllegalStateException("the product was packed without " + OPERATION);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
