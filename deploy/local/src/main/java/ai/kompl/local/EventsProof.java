package ai.kompl.local;

import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import ai.kompl.local.verify.events.FaultyConsumer.Fault;
import ai.kompl.local.verify.events.KilledConsumers;
import ai.kompl.local.verify.events.KilledConsumers.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Each event is applied once and in order, whoever of those that carry and apply it dies. */
final class EventsProof implements Proof {
  private static final long SEED = 20_261_124;
  private static final int KILLS = 20;
  private static final int KILLS_WITH_FAULT = 3;
  private static final int EVENTS = 2_000;
  private static final String KILLED = "killed";
  private static final String PLANTED = "planted";

  private final Optional<String> only;

  EventsProof() {
    this(Optional.empty());
  }

  private EventsProof(Optional<String> only) {
    this.only = only;
  }

  @Override
  public Proof given(Path part) {
    String name = part.toString();
    if (!name.equals(KILLED) && !name.equals(PLANTED)) {
      throw new CommandFailure(
          Command.WRONG_USE, "verify events: " + name + " is neither killed nor planted");
    }
    return new EventsProof(Optional.of(name));
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public String summary() {
    return "%d kills of processes that relay and apply events, Redis emptied and cut off in between: lost, applied twice, out of order; planted faults; PATH names the one part: killed or planted"
        .formatted(KILLS);
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    note.accept("kills with seed " + SEED);
    try (Lane lane = Lane.start(folder.resolve("lane"), _ -> {})) {
      var killed =
          new KilledConsumers(
              lane,
              fault ->
                  lane.process(
                      EventWorker.class, fault.map(Fault::name).map(List::of).orElse(List.of())),
              lane.redis(),
              new SplittableRandom(SEED));
      if (only.orElse(KILLED).equals(KILLED)) {
        killed(killed, figures, note);
      }
      if (only.orElse(PLANTED).equals(PLANTED)) {
        planted(killed, figures, note);
      }
    } catch (Exception e) {
      throw new IllegalStateException("the proof of events broke off", e);
    }
  }

  private static void killed(KilledConsumers killed, Figures figures, Consumer<String> note)
      throws Exception {
    Outcome outcome = killed.run(Optional.empty(), KILLS, note);
    figures.exactly("kills", outcome.kills(), KILLS);
    figures.note("redis_emptied", outcome.emptied());
    figures.atLeast("events", (double) outcome.events(), EVENTS);
    figures.exactly("lost", outcome.lost(), 0);
    figures.exactly("applied_twice", outcome.twice(), 0);
    figures.exactly("order_broken", outcome.disorder(), 0);
    figures.exactly("left", outcome.left(), 0);
  }

  private static void planted(KilledConsumers killed, Figures figures, Consumer<String> note)
      throws Exception {
    int found = 0;
    for (Fault fault : Fault.values()) {
      Outcome outcome = killed.run(Optional.of(fault), KILLS_WITH_FAULT, _ -> {});
      boolean caught =
          switch (fault) {
            case ACKNOWLEDGES_EARLY, REMEMBERS_THE_LAST -> outcome.skipped() > 0;
            case MARKS_APART -> outcome.twice() > 0;
          };
      note.accept("planted " + fault + (caught ? " was found: " : " was not found: ") + outcome);
      found += caught ? 1 : 0;
    }
    figures.allOf("faults_found", found, Fault.values().length, Fault.values().length);
  }
}
