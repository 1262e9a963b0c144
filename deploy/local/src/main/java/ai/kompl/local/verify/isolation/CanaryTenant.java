package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.ClientException;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.demo.CatalogueImport;
import ai.kompl.local.demo.CatalogueSource;
import ai.kompl.local.verify.isolation.RootCall.Fill;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fills a tenant so that every free text it owns carries a canary that stands nowhere else. */
final class CanaryTenant {
  private static final int REQUIREMENTS = 6;
  private static final int CONTROLS = 4;

  private final GraphQlClient client;
  private final String canary;
  private final Side side;
  private final Harvest harvest;

  CanaryTenant(Side side) {
    this.client = side.client();
    this.canary = side.canary();
    this.side = side;
    this.harvest = side.harvest();
  }

  /** Seeds the tenant through the public API and asks every list of it for ids and cursors. */
  Side seed(List<RootCall> calls) {
    byte[] catalogue = catalogue().getBytes(StandardCharsets.UTF_8);
    harvest.add("Upload", client.upload(catalogue));
    var result =
        new CatalogueImport(client, _ -> {}).run(CatalogueSource.of(canary, "NATIVE", catalogue));
    if (result.versionId().isEmpty()) {
      throw new ClientException("the canary catalogue was not imported: " + result.state());
    }
    List<String> requirements = requirements(result.versionId());
    for (int i = 0; i < CONTROLS; i++) {
      createControl(i, requirements);
    }
    deleteControl(createControl(CONTROLS, requirements));
    crawl(calls);
    return side;
  }

  /**
   * Asks every root field that needs no id, twice, so that ids found by the first round are asked
   * for as well.
   */
  void crawl(List<RootCall> calls) {
    for (RootCall call : calls) {
      boolean asks = !call.isMutation() && !call.isSubscription();
      if (asks
          && call.positions().stream()
              .allMatch(position -> !harvest.ids(position.type()).isEmpty())) {
        var operation =
            call.build(Fill.of(position -> List.of(harvest.ids(position.type()).getFirst())));
        harvest.take(
            call.name(), client.send(operation.text(), operation.variables()).path("data"));
      }
    }
  }

  private List<String> requirements(String versionId) {
    var ids = new ArrayList<String>();
    client
        .data(
            "query R($id: ID!) { requirements(frameworkVersionId: $id, first: 10) { edges { node { id } } } }",
            Map.of("id", versionId))
        .path("requirements")
        .path("edges")
        .forEach(edge -> ids.add(edge.path("node").path("id").asText()));
    return ids;
  }

  private String createControl(int index, List<String> requirements) {
    String owner = client.data("{ me { id } }", Map.of()).path("me").path("id").asText();
    var input =
        Map.of(
            "ref",
            "C-" + canary + "-" + index,
            "title",
            canary + " title " + index,
            "objective",
            canary + " objective",
            "frequency",
            canary,
            "tags",
            List.of(canary),
            "ownerId",
            owner,
            "requirementIds",
            requirements);
    JsonNode payload =
        client
            .data(
                "mutation C($input: CreateControlInput!) { createControl(input: $input) { control { id } userErrors { code message } } }",
                Map.of("input", input))
            .path("createControl");
    if (!payload.path("control").isObject()) {
      throw new ClientException("the canary control was refused: " + payload);
    }
    return payload.path("control").path("id").asText();
  }

  /** So that the record of deletions holds the canary too. */
  private void deleteControl(String id) {
    JsonNode payload =
        client
            .data(
                "mutation D($input: DeleteControlInput!) { deleteControl(input: $input) { control { id } userErrors { code message } } }",
                Map.of("input", Map.of("id", id, "reason", canary + " reason")))
            .path("deleteControl");
    if (!payload.path("control").isObject()) {
      throw new ClientException("the canary control was not deleted: " + payload);
    }
  }

  private String catalogue() {
    String requirements =
        IntStream.range(0, REQUIREMENTS)
            .mapToObj(i ->
                """
                { "ref": "K.%d", "parent": "K", "title": "%s title %d", "text": "%s text", "guidance": "%s guidance",
                  "references": [{ "ref": "K.0" }] }\
                """
                    .formatted(i, canary, i, canary, canary))
            .collect(Collectors.joining(",\n"));
    return """
    { "format": "kompl-catalogue/1",
      "framework": { "refCode": "K-%s", "name": "%s framework", "publisher": "%s", "category": "SECURITY" },
      "version": { "label": "%s", "title": "%s version" },
      "requirements": [ { "ref": "K", "kind": "GROUP", "title": "%s family" },
    %s ] }
    """
        .formatted(canary, canary, canary, canary, canary, canary, requirements);
  }
}
