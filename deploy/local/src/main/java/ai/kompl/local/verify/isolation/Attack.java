package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.verify.isolation.Finding.Kind;
import ai.kompl.local.verify.isolation.RootCall.Fill;
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
 * Tries every root field of the schema as one tenant with the ids, cursors and texts of another.
 * Ids are tried by an admin, whom nothing but the ids being foreign is in the way of. Not
 * thread-safe; used once.
 */
final class Attack {
  /** Of each type so many of the victim's ids are tried in all forms. */
  private static final int IDS = 2;

  private final List<RootCall> calls;
  private final Side attacker;
  private final Side victim;
  private final Canaries canaries;
  private final Findings findings;

  Attack(List<RootCall> calls, Side attacker, Side victim, Findings findings) {
    this.calls = calls;
    this.attacker = attacker;
    this.victim = victim;
    this.canaries = new Canaries(List.of(attacker.canary(), victim.canary()));
    this.findings = findings;
  }

  /** Makes all calls with foreign ids, cursors and texts. */
  void foreignCalls() {
    for (RootCall call : calls) {
      look(call.coordinate() + " as it is", send(call, call.build(own())));
      call.positions().forEach(position -> foreignIds(call, position));
      call.cursorArguments().forEach(argument -> foreignCursors(call, argument));
      if (!call.isMutation()) {
        call.texts().forEach(path -> foreignText(call, path));
      }
    }
  }

  /** Makes the same calls as the owner; these change the owner's data, so they come last. */
  void positiveControls() {
    for (RootCall call : calls) {
      for (Position position : call.positions()) {
        Fill fill = Fill.of(at -> List.of(fresh(call, at.type()))).wanting(position);
        JsonNode answer = send(victim.admin(), call, call.build(fill));
        findings.control(
            call.coordinate() + " " + position.path(),
            answer.toString().contains(victim.canary()),
            answer.toString());
      }
    }
  }

  /** One of the victim's; of what one change would spoil for the next, a new one each time. */
  private String fresh(RootCall call, String type) {
    return call.isMutation() && type.equals("OrganizationUnit")
        ? new CanaryUnit(victim).make()
        : victim.first(type);
  }

  private Fill own() {
    return Fill.of(position -> List.of(attacker.first(position.type())));
  }

  private Fill theirs() {
    return Fill.of(position -> List.of(victim.first(position.type())));
  }

  /** All positions own but one. */
  private Fill own(Position but, List<String> ids) {
    return Fill.of(at -> at.path().equals(but.path()) ? ids : List.of(attacker.first(at.type())))
        .wanting(but);
  }

  private void foreignIds(RootCall call, Position position) {
    String where = call.coordinate() + " " + position.path();
    String mine = attacker.first(position.type());
    List<String> foreign = victim.harvest().ids(position.type());
    var spot =
        new Spot(
            call, position, gone(call, position, mine), gone(call, position, foreign.getFirst()));
    Operation allForeign = call.build(theirs().wanting(position));
    refused(where + " all foreign", send(attacker.admin(), call, allForeign));
    for (String one : foreign.subList(0, Math.min(IDS, foreign.size()))) {
      IdForms.of(one, mine).forEach((form, id) -> sameAsGone(spot, form, List.of(id)));
      if (position.list()) {
        sameAsGone(spot, "mixed, foreign last", List.of(mine, one));
        sameAsGone(spot, "mixed, foreign first", List.of(one, mine));
      }
    }
    for (String one : foreign.subList(Math.min(IDS, foreign.size()), foreign.size())) {
      sameAsGone(spot, "as it is", List.of(one));
    }
  }

  /**
   * A position under attack.
   *
   * @param goneHere what an id of one's own that never was is answered
   * @param goneThere what an id under the other tenant's tag that never was is answered
   */
  private record Spot(RootCall call, Position position, JsonNode goneHere, JsonNode goneThere) {}

  private JsonNode gone(RootCall call, Position position, String known) {
    List<String> never = List.of(IdForms.neverWas(known));
    return send(attacker.admin(), call, call.build(own(position, never)));
  }

  /** A foreign id gets byte for byte the answer of one that never was. */
  private void sameAsGone(Spot spot, String form, List<String> ids) {
    String where = spot.call().coordinate() + " " + spot.position().path() + " " + form;
    Operation operation = spot.call().build(own(spot.position(), ids));
    JsonNode answer = send(attacker.admin(), spot.call(), operation);
    look(where, answer);
    String mine = attacker.first(spot.position().type());
    boolean ownTag = IdForms.sameTag(mine, ids.getFirst()) && IdForms.sameTag(mine, ids.getLast());
    JsonNode gone = ownTag ? spot.goneHere() : spot.goneThere();
    if (!Refusals.isRefusal(gone)) {
      // What is named by its content can be named before it is there; files are the X36 cases.
      return;
    }
    if (!Refusals.isRefusal(answer)) {
      findings.add(Kind.ACCEPTED, where, answer.toString());
      return;
    }
    String expected = Refusals.plain(gone, List.of());
    String actual = Refusals.plain(answer, ids);
    if (!expected.equals(actual)) {
      findings.add(Kind.DIFFERS, where, Refusals.difference(actual, expected));
    }
  }

  private void foreignCursors(RootCall call, String argument) {
    for (String cursor : victim.harvest().cursors(call.name())) {
      Operation operation = call.build(own().setting(argument, cursor));
      refused(call.coordinate() + " " + argument, send(call, operation));
    }
  }

  /** What the other tenant has written finds nothing here. */
  private void foreignText(RootCall call, String path) {
    String where = call.coordinate() + " " + path;
    look(where, send(call, call.build(own().setting(path, victim.canary()))));
    if (path.endsWith(".text")) {
      Operation same = call.build(theirs().setting(path, victim.canary()));
      JsonNode answer = send(victim.client(), call, same);
      findings.control(where, answer.toString().contains(victim.canary()), answer.toString());
    }
  }

  private void look(String where, JsonNode answer) {
    findings.attempted();
    if (canaries.foreign(answer.toString(), Optional.of(attacker.canary())).isPresent()) {
      findings.add(Kind.LEAK, where, "the other tenant's canary came back");
    }
  }

  private void refused(String where, JsonNode answer) {
    look(where, answer);
    if (!Refusals.isRefusal(answer)) {
      findings.add(Kind.ACCEPTED, where, answer.toString());
    }
  }

  private JsonNode send(RootCall call, Operation operation) {
    return send(attacker.client(), call, operation);
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

  /** Coordinates of all root fields that were tried. */
  List<String> coordinates() {
    var names = new ArrayList<String>();
    calls.forEach(call -> names.add(call.coordinate()));
    return names;
  }
}
