package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.ClientException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A legal hold of a tenant on one of its things, with the canary in what it says. */
final class CanaryHold {
  /** The type of its ids. */
  static final String TYPE = "LegalHold";

  private final Side side;

  CanaryHold(Side side) {
    this.side = side;
  }

  /** Places one of a reference of its own on that thing, and gives its id. */
  String place(String subject) {
    JsonNode payload =
        side.admin()
            .data(
                "mutation H($input: PlaceLegalHoldInput!) { placeLegalHold(input: $input) { legalHold { id } userErrors { code message } } }",
                Map.of(
                    "input",
                    Map.of(
                        "scope",
                        "SUBJECT",
                        "subject",
                        subject,
                        "reference",
                        side.canary() + " case " + System.nanoTime(),
                        "reason",
                        side.canary())))
            .path("placeLegalHold");
    JsonNode id = payload.at("/legalHold/id");
    if (!id.isTextual()) {
      throw new ClientException("the canary hold was refused: " + payload);
    }
    return id.asText();
  }
}
