package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.ClientException;
import ai.kompl.local.client.GraphQlClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A unit of a tenant with the canary in its name and the tenant's people in it. */
final class CanaryUnit {
  private final Side side;

  CanaryUnit(Side side) {
    this.side = side;
  }

  /** Makes one of a name of its own, puts the user and the admin into it, and gives its id. */
  String make() {
    String unit =
        changed(
            "mutation U($input: CreateUnitInput!) { createUnit(input: $input) { unit { id } userErrors { code message } } }",
            Map.of("name", side.canary() + " unit " + System.nanoTime()));
    List<String> people = List.of(id(side.client()), id(side.admin()));
    return changed(
        "mutation M($input: UnitMembersInput!) { addUnitMembers(input: $input) { unit { id } userErrors { code message } } }",
        Map.of("id", unit, "userIds", people));
  }

  private static String id(GraphQlClient client) {
    return client.data("{ me { id } }", Map.of()).at("/me/id").asText();
  }

  private String changed(String mutation, Map<String, Object> input) {
    JsonNode payload = side.admin().data(mutation, Map.of("input", input)).iterator().next();
    JsonNode id = payload.at("/unit/id");
    if (!id.isTextual()) {
      throw new ClientException("the canary unit was refused: " + payload);
    }
    return id.asText();
  }
}
