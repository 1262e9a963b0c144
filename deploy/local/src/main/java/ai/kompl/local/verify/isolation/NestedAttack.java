package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.isolation.Finding.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import java.util.List;
import java.util.Map;

/** Pages through the lists below an object of one's own with another tenant's cursors. */
final class NestedAttack {
  private final Side attacker;
  private final Side victim;
  private final Findings findings;

  NestedAttack(Side attacker, Side victim, Findings findings) {
    this.attacker = attacker;
    this.victim = victim;
    this.findings = findings;
  }

  /** Tries every list of the object that a root field gives for its id. */
  void run(RootCall call) {
    if (!call.isObjectById() || !(call.result() instanceof GraphQLObjectType object)) {
      return;
    }
    for (GraphQLFieldDefinition list : object.getFieldDefinitions()) {
      if (list.getArgument("after") != null) {
        attack(call.name(), object.getName(), list.getName());
      }
    }
  }

  private void attack(String root, String type, String list) {
    String where = type + "." + list + " after";
    List<String> cursors = cursors(victim, root, type, list);
    findings.control(where, !cursors.isEmpty(), "the owner's own list has no cursor");
    for (String cursor : cursors) {
      for (String mine : attacker.harvest().ids(type)) {
        findings.attempted();
        JsonNode answer = page(attacker, root, list, mine, Map.of("after", cursor));
        if (!Refusals.isRefusal(answer)) {
          findings.add(Kind.ACCEPTED, where, answer.toString());
        }
      }
    }
  }

  private static List<String> cursors(Side side, String root, String type, String list) {
    return side.harvest().ids(type).stream()
        .map(id -> page(side, root, list, id, Map.of()))
        .map(answer -> answer.at("/data/" + root + "/" + list + "/pageInfo/startCursor"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .limit(1)
        .toList();
  }

  private static JsonNode page(
      Side side, String root, String list, String id, Map<String, String> after) {
    String cursor = after.containsKey("after") ? ", after: \"" + after.get("after") + "\"" : "";
    String text =
        "query N($id: ID!) { %s(id: $id) { %s(first: 2%s) { pageInfo { startCursor } } } }"
            .formatted(root, list, cursor);
    return side.client().send(text, Map.of("id", id));
  }
}
