package ai.kompl.local.verify.durability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.local.verify.durability.Found.Change;
import ai.kompl.local.verify.durability.Journal.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker is silent about sound histories and finds each fault that is planted in one. */
class CheckerTest {
  private static final String HISTORY =
      """
      I a list
      O a 1
      I b list
      F b CONFLICT
      I c list
      I d list
      O d 2
      """;

  @Test
  void nothingIsFoundWhereAllIsAsItWasTold() {
    assertThat(check(HISTORY, found("a", "d"))).isEmpty();
  }

  @Test
  void whatHasNoKnownEndMayBeThereOrNot() {
    String history = "I a list\nO a 1\nI c list\n";

    assertThat(check(history, found("a"))).isEmpty();
    assertThat(check(history, found("a", "c"))).isEmpty();
  }

  @Test
  void anAcknowledgedChangeThatIsGoneIsLost() {
    assertThat(kinds(check(HISTORY, found("a")))).containsExactly(Kind.LOST);
  }

  @Test
  void aChangeThatWasMadeTwiceIsADuplicate() {
    assertThat(kinds(check(HISTORY, found("a", "d", "d")))).contains(Kind.DUPLICATE);
  }

  @Test
  void aRefusedChangeAndOneNobodyAskedForAreInvented() {
    assertThat(kinds(check(HISTORY, found("a", "d", "b")))).containsExactly(Kind.INVENTED);
    assertThat(kinds(check(HISTORY, found("a", "d", "x")))).containsExactly(Kind.INVENTED);
  }

  @Test
  void aPlaceOtherThanTheOneThatWasToldIsDisorder() {
    assertThat(kinds(check(HISTORY, found("d", "a")))).contains(Kind.DISORDER);
  }

  @Test
  void aChangeWithoutItsAuditRecordOrItsEventIsTorn() {
    Found sound = found("a", "d");
    var unaudited = with(sound, Map.of("a", 1), sound.events(), sound.applied());
    var unpublished = with(sound, sound.audits(), List.of(change("a", 1)), List.of(change("a", 1)));

    assertThat(kinds(check(HISTORY, unaudited))).containsExactly(Kind.TORN);
    assertThat(kinds(check(HISTORY, unpublished))).containsExactly(Kind.TORN);
  }

  @Test
  void anEventThatNobodyGotOrThatWasAppliedTwiceOrTooLateIsFound() {
    Found sound = found("a", "d");

    assertThat(kinds(check(HISTORY, applied(sound, change("a", 1)))))
        .containsExactly(Kind.UNDELIVERED);
    assertThat(
            kinds(check(HISTORY, applied(sound, change("a", 1), change("d", 2), change("d", 2)))))
        .containsExactly(Kind.DUPLICATE);
    assertThat(kinds(check(HISTORY, applied(sound, change("d", 2), change("a", 1)))))
        .containsExactly(Kind.DISORDER);
  }

  @Test
  void aJobThatWasNeverDoneIsUndoneAndOneDoneTwiceADuplicate() {
    Found sound = found("a", "d");

    assertThat(kinds(check(HISTORY, jobs(sound, Map.of("a", 1), Map.of()))))
        .containsExactly(Kind.UNDONE);
    assertThat(kinds(check(HISTORY, jobs(sound, Map.of("a", 1), Map.of("a", 2)))))
        .containsExactly(Kind.DUPLICATE);
    assertThat(kinds(check(HISTORY, jobs(sound, Map.of("a", 1), Map.of("a", 1))))).isEmpty();
  }

  @Test
  void aRepeatedOperationIsOneAndKeepsItsDoubt() {
    assertThat(Journal.parse("I k keys\nI k keys\nO k 1\n"))
        .singleElement()
        .satisfies(op -> assertThat(op.outcome()).isEqualTo(Outcome.OK));
    assertThat(Journal.parse("I k keys\nI k keys\nF k CONFLICT\n"))
        .singleElement()
        .satisfies(op -> assertThat(op.outcome()).isEqualTo(Outcome.UNKNOWN));
  }

  @Test
  void aLineThatADyingProcessCutOffCountsForNothing() {
    assertThat(Journal.parse("I a list\nO a"))
        .singleElement()
        .satisfies(op -> assertThat(op.outcome()).isEqualTo(Outcome.UNKNOWN));
  }

  @Test
  void theMedianOfRatiosComesWithAnInterval() {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      ratios.add(1 + i / 100.0);
    }

    IsolationCost.Ratio ratio = IsolationCost.Ratio.of(ratios);

    assertThat(ratio.median()).isEqualTo(1.12);
    assertThat(ratio.low()).isEqualTo(1.07);
    assertThat(ratio.high()).isEqualTo(1.17);
  }

  private static List<Finding> check(String history, Found found) {
    return Checker.check(Journal.parse(history), found, 0);
  }

  private static List<Kind> kinds(List<Finding> findings) {
    return findings.stream().map(Finding::kind).toList();
  }

  private static Change change(String op, int place) {
    return new Change(op, "list", place);
  }

  private static Found found(String... ops) {
    List<Change> changes = new ArrayList<>();
    Map<String, Integer> audits = new HashMap<>();
    for (String op : ops) {
      changes.add(change(op, changes.size() + 1));
      audits.merge(op, 1, Integer::sum);
    }
    List<Change> once = changes.stream().filter(c -> c.equals(first(changes, c))).toList();
    return new Found(changes, audits, changes, once, Map.of(), Map.of(), 0);
  }

  private static Change first(List<Change> changes, Change like) {
    return changes.stream().filter(c -> c.op().equals(like.op())).findFirst().orElseThrow();
  }

  private static Found with(
      Found found, Map<String, Integer> audits, List<Change> events, List<Change> applied) {
    return new Found(
        found.effects(), audits, events, applied, found.jobs(), found.notes(), found.sum());
  }

  private static Found applied(Found found, Change... changes) {
    return with(found, found.audits(), found.events(), List.of(changes));
  }

  private static Found jobs(Found found, Map<String, Integer> jobs, Map<String, Integer> notes) {
    return new Found(
        found.effects(), found.audits(), found.events(), found.applied(), jobs, notes, 0);
  }
}
