package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.verify.isolation.Finding.Kind;
import ai.kompl.local.verify.isolation.RootCall.Operation;
import ai.kompl.local.verify.isolation.RootCall.Position;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tries every root field of the schema as one tenant with the ids and cursors of another. Not
 * thread-safe; used once.
 */
final class Attack {
  /**
   * A tenant of the trial.
   *
   * @param client with the token of a user of the tenant
   * @param canary text that stands in every free text of the tenant and nowhere else
   * @param harvest what the tenant's own answers showed
   */
  record Side(GraphQlClient client, String canary, Harvest harvest) {}

  private final List<RootCall> calls;
  private final Side attacker;
  private final Side victim;
  private final List<Finding> findings = new ArrayList<>();
  private int attempts;
  private int controls;

  Attack(List<RootCall> calls, Side attacker, Side victim) {
    this.calls = calls;
    this.attacker = attacker;
    this.victim = victim;
  }

  int attempts() {
    return attempts;
  }

  int controls() {
    return controls;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Makes all calls with foreign ids and cursors. */
  void foreignCalls() {
    for (RootCall call : calls) {
      attempt(
          call.coordinate() + " as it is",
          send(attacker.client(), call, call.build(Optional.empty(), this::own, Optional.empty())),
          false);
      for (Position position : call.positions()) {
        foreignIds(call, position);
      }
      if (call.takesCursor()) {
        foreignCursors(call);
      }
    }
  }

  /** Makes the same calls as the owner; these change the owner's data, so they come last. */
  void positiveControls() {
    calls.forEach(this::positiveControl);
  }

  private String own(Position position) {
    return first(attacker, position);
  }

  private String theirs(Position position) {
    return first(victim, position);
  }

  private static String first(Side side, Position position) {
    List<String> ids = side.harvest().ids(position.type());
    if (ids.isEmpty()) {
      throw new IllegalStateException(
          "no id of type " + position.type() + " is known for " + position.path());
    }
    return ids.getFirst();
  }

  private void foreignIds(RootCall call, Position position) {
    for (String foreign : victim.harvest().ids(position.type())) {
      Operation all = call.build(Optional.of(position), this::theirs, Optional.empty());
      attempt(call.coordinate() + " all foreign", send(attacker.client(), call, all), true);
      Operation mixed =
          call.build(
              Optional.of(position),
              at -> at.equals(position) ? foreign : own(at),
              Optional.empty());
      attempt(
          call.coordinate() + " " + position.path(), send(attacker.client(), call, mixed), true);
      String forged = forge(foreign, own(position));
      Operation retagged =
          call.build(
              Optional.of(position),
              at -> at.equals(position) ? forged : own(at),
              Optional.empty());
      attempt(
          call.coordinate() + " " + position.path() + " forged",
          send(attacker.client(), call, retagged),
          false);
    }
  }

  /** The foreign object's own part under the attacker's tenant tag. */
  private static String forge(String foreign, String own) {
    String tag = own.substring(0, own.lastIndexOf('_') + 1);
    return tag + foreign.substring(foreign.lastIndexOf('_') + 1);
  }

  private void foreignCursors(RootCall call) {
    for (String cursor : victim.harvest().cursors(call.name())) {
      Operation operation = call.build(Optional.empty(), this::own, Optional.of(cursor));
      attempt(call.coordinate() + " after", send(attacker.client(), call, operation), true);
    }
  }

  private void attempt(String where, JsonNode answer, boolean mustBeRefused) {
    attempts++;
    String text = answer.toString();
    if (text.contains(victim.canary())) {
      findings.add(new Finding(Kind.LEAK, where, "the other tenant's canary came back"));
    } else if (mustBeRefused && !isRefusal(text)) {
      findings.add(
          new Finding(Kind.ACCEPTED, where, "no NOT_FOUND or VALIDATION_FAILED: " + shorten(text)));
    }
  }

  private static boolean isRefusal(String answer) {
    return answer.contains("\"NOT_FOUND\"") || answer.contains("\"VALIDATION_FAILED\"");
  }

  private static String shorten(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }

  private void positiveControl(RootCall call) {
    List<Position> positions = call.positions();
    if (positions.isEmpty()) {
      return;
    }
    for (Position position : positions) {
      Operation operation = call.build(Optional.of(position), this::theirs, Optional.empty());
      JsonNode answer = send(victim.client(), call, operation);
      controls++;
      if (!answer.toString().contains(victim.canary())) {
        findings.add(
            new Finding(
                Kind.NO_POSITIVE_CONTROL,
                call.coordinate() + " " + position.path(),
                shorten(answer.toString())));
      }
    }
  }

  private static JsonNode send(GraphQlClient client, RootCall call, Operation operation) {
    if (!call.isSubscription()) {
      return client.send(operation.text(), operation.variables());
    }
    var first = new AtomicReference<JsonNode>(NullNode.getInstance());
    client.follow(
        operation.text(),
        Map.copyOf(operation.variables()),
        result -> {
          first.set(result);
          return true;
        });
    return first.get();
  }
}
