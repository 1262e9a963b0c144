package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Failpoint.Moment;
import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.local.verify.durability.Scenarios.Order;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.CommitEdges;
import ai.kompl.tenancy.data.TenantDraft;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import ai.kompl.tenancy.events.EventFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Kills at named failpoints, one lane with servers of its own: a process works until it dies at its
 * failpoint, this process opens the same data again, lets what was broken off be finished, and
 * checks; then the next process goes on with the same data.
 */
public final class KillTrial {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> OWN = List.of("durable");

  private final Workplace.Source source;
  private final Consumer<String> note;
  private final Applied applied = new Applied();
  private final Scenarios scenarios = new Scenarios(applied);
  private final AtomicInteger tenants = new AtomicInteger();
  private final Tally tally;

  /** In a lane, with what all lanes count together. */
  public KillTrial(Workplace.Source source, Tally tally, Consumer<String> note) {
    this.source = source;
    this.tally = tally;
    this.note = note;
  }

  /** A failpoint with the work in which it is passed. */
  public record Target(String scenario, String failpoint) {}

  /** All failpoints of the data room. */
  public static List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    var scenarios = new Scenarios(new Applied());
    for (String name : scenarios.names()) {
      for (String seam : scenarios.named(name).seams()) {
        for (Moment moment : Moment.values()) {
          targets.add(new Target(name, new Failpoint(seam, moment).toString()));
        }
      }
    }
    return List.copyOf(targets);
  }

  /** Tries failpoints until there are none left. */
  public void run(Queue<Target> targets, int kills) throws Exception {
    try (Workplace following = source.open(CommitEdges.NONE, OWN);
        var _ = following.events().subscribe(EventFilter.ofAllTenants(), applied::take)) {
      following.keys();
      BeginScenario.undisturbed(source);
      for (Target next = targets.poll(); next != null; next = targets.poll()) {
        tryOut(next, kills, following);
      }
    }
  }

  /** Has one process work to its end, which leaves its classes to those that come after. */
  public void rehearse() throws IOException {
    try (Workplace place = source.open(CommitEdges.NONE, OWN)) {
      TenantId tenant = provision(place);
      Path folder = Files.createDirectories(source.folder().resolve("stage-" + tenant));
      new RehearsalScenario().prepare(source, place, Stage.safe(tenant, folder));
      var never = new Failpoint("none", Moment.BEFORE);
      int ended =
          ended(source, new Order(RehearsalScenario.NAME, never, 1, tenant, folder, "rehearsal"));
      if (ended != Doom.OUTLIVED) {
        throw new IllegalStateException(
            "the rehearsal ended with "
                + ended
                + ": "
                + Files.readString(folder.resolve("rehearsal.log")));
      }
    }
  }

  private void tryOut(Target target, int kills, Workplace following) throws Exception {
    Scenario scenario = scenarios.named(target.scenario());
    TenantId tenant = provision(following);
    Path folder = Files.createDirectories(source.folder().resolve("stage-" + tenant));
    Workplace.Source here = source;
    if (scenario instanceof BeginScenario) {
      here = source.on("begin_" + tenant);
      source.makeDatabase("begin_" + tenant);
    }
    List<Finding> findings = new ArrayList<>();
    long begun = System.nanoTime();
    prepare(here, scenario, Stage.safe(tenant, folder));
    for (int kill = 1; kill <= kills; kill++) {
      var order =
          new Order(
              target.scenario(),
              Failpoint.parse(target.failpoint()),
              scenario.passesOnce() ? 1 : kill,
              tenant,
              folder,
              "run-" + kill);
      if (!died(here, order)) {
        findings.add(new Finding(Kind.TORN, order + " was not reached"));
      }
      boolean last = kill == kills;
      findings.addAll(recovered(here, scenario, Stage.safe(tenant, folder), last));
    }
    tally.tried(target.failpoint(), findings);
    findings.forEach(finding -> note.accept("FINDING " + target.failpoint() + ": " + finding));
    note.accept(
        "%s killed %d times in %.1f s, findings %d"
            .formatted(
                target.failpoint(), kills, (System.nanoTime() - begun) / 1e9, findings.size()));
  }

  private TenantId provision(Workplace following) {
    String slug = "stage-" + tenants.incrementAndGet();
    return following
        .data()
        .registry()
        .provision(new TenantDraft(slug, slug), Stage.operator())
        .id();
  }

  private static void prepare(Workplace.Source here, Scenario scenario, Stage stage) {
    if (scenario instanceof BeginScenario) {
      return;
    }
    try (Workplace place = here.open(CommitEdges.NONE, OWN)) {
      scenario.prepare(here, place, stage);
    }
  }

  /** Runs processes until one has died at its failpoint; says whether one has. */
  private boolean died(Workplace.Source here, Order order) throws IOException {
    Order now = order;
    for (int attempt = 0; attempt < 4; attempt++) {
      int ended = ended(here, now);
      if (ended == Fuse.BURNT) {
        tally.killed();
        return true;
      }
      // The work came to its end before the failpoint was passed so often. What the next one does
      // has other names: under the same it would be taken for done twice.
      now =
          new Order(
              order.scenario(),
              order.failpoint(),
              1,
              order.tenant(),
              order.folder(),
              order.run() + "-again-" + attempt);
    }
    return false;
  }

  private int ended(Workplace.Source here, Order order) throws IOException {
    Process process =
        here.process(order.words())
            .redirectErrorStream(true)
            .redirectOutput(order.folder().resolve(order.run() + ".log").toFile())
            .start();
    try {
      return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          ? process.exitValue()
          : Doom.OUTLIVED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private List<Finding> recovered(
      Workplace.Source here, Scenario scenario, Stage stage, boolean last) throws Exception {
    try (Workplace place = here.open(CommitEdges.NONE, OWN)) {
      if (scenario instanceof BeginScenario && !last) {
        // Whoever starts next goes on: opened here it would be finished.
        return List.of();
      }
      List<Finding> findings = new ArrayList<>(scenario.recover(here, place, stage));
      if (!(scenario instanceof BeginScenario)) {
        findings.addAll(chain(place, stage));
        if (!last) {
          scenario.prepare(here, place, stage);
        }
      }
      return findings;
    }
  }

  private List<Finding> chain(Workplace place, Stage stage) {
    AuditVerdict verdict = place.data().auditTrails(place.signer()).verify(stage.caller());
    tally.chain();
    return verdict.fault().stream()
        .map(fault -> new Finding(Kind.CHAIN, fault.toString()))
        .toList();
  }
}
