package ai.kompl.local.verify.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One kind of request of the mixed load, written down once.
 *
 * @param name for findings
 * @param kind what must come of it
 * @param request the bytes that go over the line, as text
 */
record LoadOperation(String name, Kind kind, String request) {
  /** What must come of an operation. */
  enum Kind {
    /** The side's own canary. */
    OWN,
    /** A refusal. */
    REFUSED,
    /** Anything but another's canary. */
    ANY
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] bytes() {
    return request.getBytes(StandardCharsets.UTF_8);
  }

  /** The operations of a side, the other side being under its attack. */
  static List<LoadOperation> of(Scene scene, Side side, Side other) {
    var made = new Made(scene, side);
    for (int i = 0; i < 3; i++) {
      made.add(Kind.OWN, "who", "{ tenant { name } me { displayName } }", Map.of());
      made.add(
          Kind.OWN, "controls", "{ controls(first: 5) { edges { node { id title } } } }", Map.of());
      made.byId(Kind.OWN, "control", side, "control", "Control", "title");
      made.byId(Kind.OWN, "requirement", side, "requirement", "Requirement", "title text");
    }
    made.byId(Kind.OWN, "framework", side, "framework", "Framework", "name publisher");
    made.add(
        Kind.OWN,
        "users",
        "{ users(first: 20) { edges { node { email displayName } } } }",
        Map.of());
    made.add(
        Kind.OWN,
        "deep",
        "{ controls(first: 3) { edges { node { title owner { displayName } requirements(first: 3) { edges { node { title } } } } } } }",
        Map.of());
    made.add(
        Kind.OWN,
        "search",
        "query S($t: String) { controls(first: 3, filter: { text: $t }) { edges { node { title } } } }",
        Map.of("t", side.canary()));
    made.add(
        Kind.ANY,
        "deleted",
        "{ deletedRecords(first: 3) { edges { node { reason } } } }",
        Map.of());
    attacks(made, side, other);
    for (String id : side.harvest().ids("Control")) {
      made.add(
          Kind.ANY,
          "write",
          "mutation U($i: UpdateControlInput!) { updateControl(input: $i) { control { title objective } userErrors { code message } } }",
          Map.of("i", Map.of("id", id, "objective", side.canary() + " objective")));
    }
    return List.copyOf(made.operations);
  }

  private static void attacks(Made made, Side side, Side other) {
    made.byId(Kind.REFUSED, "foreign control", other, "control", "Control", "title");
    made.byId(Kind.REFUSED, "foreign requirement", other, "requirement", "Requirement", "title");
    made.byId(Kind.REFUSED, "foreign framework", other, "framework", "Framework", "name");
    made.byId(Kind.REFUSED, "foreign person", other, "user", "User", "email displayName");
    String forged =
        IdForms.of(other.first("Control"), side.first("Control")).get("under the own tag");
    made.add(Kind.REFUSED, "forged control", Scene.CONTROL, Map.of("id", String.valueOf(forged)));
    for (String cursor : other.harvest().cursors("controls")) {
      made.add(
          Kind.REFUSED,
          "foreign cursor",
          "query C($a: String) { controls(first: 2, after: $a) { edges { node { title } } } }",
          Map.of("a", cursor));
    }
    made.add(
        Kind.ANY,
        "foreign text",
        "query S($t: String) { controls(first: 3, filter: { text: $t }) { edges { node { title } } } }",
        Map.of("t", other.canary()));
    made.add(
        Kind.REFUSED,
        "foreign change",
        "mutation U($i: UpdateControlInput!) { updateControl(input: $i) { control { title } userErrors { code message } } }",
        Map.of("i", Map.of("id", other.first("Control"), "title", "taken over")));
    made.add(
        Kind.REFUSED,
        "foreign deletion",
        "mutation D($i: DeleteControlInput!) { deleteControl(input: $i) { control { title } userErrors { code message } } }",
        Map.of("i", Map.of("id", other.first("Control"))));
  }

  private static final class Made {
    private final List<LoadOperation> operations = new ArrayList<>();
    private final Scene scene;
    private final Side side;

    Made(Scene scene, Side side) {
      this.scene = scene;
      this.side = side;
    }

    void byId(Kind kind, String name, Side whose, String field, String type, String selection) {
      String text = "query Q($id: ID!) { %s(id: $id) { id %s } }".formatted(field, selection);
      add(kind, name, text, Map.of("id", whose.first(type)));
    }

    void add(Kind kind, String name, String text, Map<String, Object> variables) {
      byte[] request =
          HttpLine.request(
              "POST",
              "/graphql",
              scene.headers(side, Map.of()),
              json(Map.of("query", text, "variables", variables)));
      operations.add(new LoadOperation(name, kind, new String(request, StandardCharsets.UTF_8)));
    }

    private static byte[] json(Object value) {
      try {
        return JSON.writeValueAsBytes(value);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("an operation cannot be written as JSON", e);
      }
    }
  }
}
