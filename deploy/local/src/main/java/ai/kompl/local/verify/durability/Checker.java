package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.local.verify.durability.Found.Change;
import ai.kompl.local.verify.durability.Journal.Op;
import ai.kompl.local.verify.durability.Journal.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what clients were told with what is found. What was acknowledged is there once and at
 * the place that was told; what was refused is not there; what has no known end is there wholly or
 * not at all: state, audit record, event and job.
 */
final class Checker {
  private final Found found;
  private final List<Op> ops;
  private final List<Finding> findings = new ArrayList<>();

  private Checker(List<Op> ops, Found found) {
    this.ops = ops;
    this.found = found;
  }

  /**
   * Checks.
   *
   * @param ops what clients did
   * @param sum what the moved amounts must come to
   */
  static List<Finding> check(List<Op> ops, Found found, long sum) {
    var checker = new Checker(ops, found);
    checker.acknowledged();
    checker.complete();
    checker.ordered("state", found.effects());
    checker.ordered("outbox", found.events());
    checker.delivered();
    checker.jobs();
    if (found.sum() != sum) {
      checker.add(Kind.TORN, "the amounts come to " + found.sum() + ", not to " + sum);
    }
    return List.copyOf(checker.findings);
  }

  private void add(Kind kind, String text) {
    findings.add(new Finding(kind, text));
  }

  private void acknowledged() {
    Map<String, List<Change>> effects =
        found.effects().stream().collect(Collectors.groupingBy(Change::op));
    Set<String> known = new HashSet<>();
    for (Op op : ops) {
      known.add(op.id());
      List<Change> there = effects.getOrDefault(op.id(), List.of());
      if (there.size() > 1) {
        add(Kind.DUPLICATE, op + " is there " + there.size() + " times");
      }
      if (op.outcome() == Outcome.OK && there.isEmpty()) {
        add(Kind.LOST, op.toString());
      }
      if (op.outcome() == Outcome.FAILED && !there.isEmpty()) {
        add(Kind.INVENTED, op + " was refused and is there");
      }
      if (!there.isEmpty() && op.place().orElse(there.getFirst().place()) != place(there)) {
        add(Kind.DISORDER, op + " is at place " + place(there));
      }
    }
    effects.keySet().stream()
        .filter(op -> !known.contains(op))
        .forEach(op -> add(Kind.INVENTED, op + " was never asked for"));
  }

  private static int place(List<Change> there) {
    return there.getFirst().place();
  }

  /** State, audit trail and outbox tell the same of every operation. */
  private void complete() {
    Map<String, Integer> effects = counted(found.effects());
    Map<String, Integer> events = counted(found.events());
    Set<String> all = new HashSet<>(effects.keySet());
    all.addAll(events.keySet());
    all.addAll(found.audits().keySet());
    for (String op : all) {
      int state = effects.getOrDefault(op, 0);
      int audit = found.audits().getOrDefault(op, 0);
      int outbox = events.getOrDefault(op, 0);
      if (state != audit || state != outbox) {
        add(
            Kind.TORN,
            "%s: %d in state, %d in the audit trail, %d in the outbox"
                .formatted(op, state, audit, outbox));
      }
    }
  }

  private static Map<String, Integer> counted(List<Change> changes) {
    Map<String, Integer> counts = new HashMap<>();
    changes.forEach(change -> counts.merge(change.op(), 1, Integer::sum));
    return counts;
  }

  /** The places of each aggregate are 1, 2, 3 and so on: nothing between is missing. */
  private void ordered(String where, List<Change> changes) {
    Map<String, Integer> last = new HashMap<>();
    for (Change change : changes) {
      int before = last.getOrDefault(change.aggregate(), 0);
      if (change.place() != before + 1) {
        add(Kind.DISORDER, where + ": " + change + " comes behind place " + before);
      }
      last.put(change.aggregate(), change.place());
    }
  }

  private void delivered() {
    Map<String, Integer> applied = counted(found.applied());
    for (Change event : found.events()) {
      int times = applied.getOrDefault(event.op(), 0);
      if (times == 0) {
        add(Kind.UNDELIVERED, event.toString());
      } else if (times > 1) {
        add(Kind.DUPLICATE, event + " was applied " + times + " times");
      }
    }
    Set<String> told = found.events().stream().map(Change::op).collect(Collectors.toSet());
    found.applied().stream()
        .filter(change -> !told.contains(change.op()))
        .forEach(change -> add(Kind.INVENTED, change + " was delivered and is in no outbox"));
    rising();
  }

  private void rising() {
    Map<String, Integer> last = new HashMap<>();
    for (Change change : found.applied()) {
      int before = last.getOrDefault(change.aggregate(), 0);
      if (change.place() < before) {
        add(Kind.DISORDER, "consumer: " + change + " comes behind place " + before);
      }
      last.put(change.aggregate(), Math.max(before, change.place()));
    }
  }

  /** Each job that an operation left is done once, and only then. */
  private void jobs() {
    Map<String, Integer> effects = counted(found.effects());
    Function<String, Integer> state = op -> effects.getOrDefault(op, 0);
    found
        .jobs()
        .forEach((op, count) -> {
          int notes = found.notes().getOrDefault(op, 0);
          if (!count.equals(state.apply(op))) {
            add(Kind.TORN, "%s: %d in state, %d jobs".formatted(op, state.apply(op), count));
          }
          if (notes < count) {
            add(Kind.UNDONE, "the job of " + op);
          } else if (notes > count) {
            add(Kind.DUPLICATE, "the job of " + op + " was done " + notes + " times");
          }
        });
  }
}
