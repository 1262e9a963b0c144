package ai.kompl.regops.control;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.regops.Answer;
import ai.kompl.regops.Catalogues;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.tenancy.caller.Caller;
import graphql.ExecutionResult;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Controls as a client makes, changes and lists them. */
public record ControlDesk(RegopsPlatform platform) {

  /** Imports the small catalogue and gives its four requirements. */
  public List<String> requirements(Caller caller) {
    Answer job =
        new Catalogues(platform)
            .run(caller, Catalogues.small("HOUSE", "1").getBytes(StandardCharsets.UTF_8), "NATIVE");
    return platform
        .answer(
            caller,
            "query($id: ID!) { requirements(frameworkVersionId: $id, filter: {kind: REQUIREMENT}) { edges { node { id } } } }",
            Map.of("id", job.text("/importJob/frameworkVersion/id")))
        .nodes("/requirements", "id");
  }

  public String anyId(Caller caller, String field) {
    Answer all =
        platform.answer(
            caller,
            """
            { frameworks { edges { node { id currentVersion { id requirements(first: 1) { edges { node { id } } } } } } }
              controls { edges { node { id } } } importJobs { edges { node { id } } } }
            """,
            Map.of());
    String version = "/frameworks/edges/0/node/currentVersion";
    return switch (field) {
      case "framework" -> all.text("/frameworks/edges/0/node/id");
      case "frameworkVersion" -> all.text(version + "/id");
      case "requirement" -> all.text(version + "/requirements/edges/0/node/id");
      case "control" -> all.text("/controls/edges/0/node/id");
      default -> all.text("/importJobs/edges/0/node/id");
    };
  }

  public Answer create(Caller caller, String ref, Map<String, ?> more) {
    Map<String, @Nullable Object> input =
        new HashMap<>(Map.of("ref", ref, "title", "Control " + ref));
    input.putAll(more);
    return mutate(caller, "createControl", "CreateControlInput", input);
  }

  Answer update(Caller caller, String id, Map<String, ? extends @Nullable Object> more) {
    Map<String, @Nullable Object> input = new HashMap<>(more);
    input.put("id", id);
    return mutate(caller, "updateControl", "UpdateControlInput", input);
  }

  public Answer mutate(
      Caller caller, String field, String type, Map<String, ? extends @Nullable Object> input) {
    String document =
        "mutation M($input: %s!) { %s(input: $input) { control { id ref version objective frequency deletedAt } userErrors { code path } } }"
            .formatted(type, field);
    return platform.answer(caller, document, Map.of("input", input));
  }

  Answer links(Caller caller, String field, String count, Map<String, Object> input) {
    String type = Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Input";
    String document =
        "mutation M($input: %s!) { %s(input: $input) { %s userErrors { code message } } }"
            .formatted(type, field, count);
    return platform.answer(caller, document, Map.of("input", input));
  }

  public List<String> refs(Caller caller) {
    return platform
        .answer(caller, "{ controls { edges { node { ref } } } }", Map.of())
        .nodes("/controls", "ref");
  }

  public List<String> controlsOf(Caller caller, String requirementId) {
    return platform
        .answer(
            caller,
            "query($id: ID!) { requirement(id: $id) { controls { edges { node { ref } } } } }",
            Map.of("id", requirementId))
        .nodes("/requirement/controls", "ref");
  }

  /** The changes of controls, each in the audit trail and in the outbox. */
  List<String> booked(Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx -> {
              var told =
                  tx.query(
                      "select type from private.outbox where type like 'regops.control.%' order by sequence",
                      row -> row.string("type"));
              var audited =
                  tx.query(
                      "select action from private.audit_events where action like 'regops.control.%' order by sequence",
                      row -> row.string("action"));
              assertThat(audited).isEqualTo(told);
              return told;
            });
  }

  static List<String> codes(ExecutionResult result) {
    return result.getErrors().stream()
        .map(error -> String.valueOf(error.getExtensions().get("code")))
        .toList();
  }
}
