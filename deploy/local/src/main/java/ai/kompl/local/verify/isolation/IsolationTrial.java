package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.isolation.Arena.Party;
import ai.kompl.local.verify.isolation.Finding.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The whole attack of one tenant on another, on a product of its own. */
public final class IsolationTrial {
  /**
   * How long the load is.
   *
   * @param requests 1000 at least
   * @param progress where a load that can be taken up again writes down how far it came
   */
  public record Length(int requests, Optional<Path> progress) {}

  /** Of a broken product so many findings are told; the figures count them all. */
  private static final int TOLD = 40;

  private static final String ATTACKER = "canary-alpha-5f2c";
  private static final String VICTIM = "canary-beta-9d41";
  private static final int LINES = 48;
  private static final long SEED = 62;
  private static final int SLICE = 50_000;

  private final Arena arena;
  private final Length length;
  private final Consumer<String> note;
  private final List<RootCall> calls;

  /** An attack on that product. */
  public IsolationTrial(Arena arena, Length length, Consumer<String> note) {
    this.arena = arena;
    this.length = length;
    this.note = note;
    this.calls = RootCalls.of(arena.apiSdl());
  }

  /** Seeds the tenants, attacks, and says what was found. */
  public void run(Figures figures) {
    var findings = new Findings();
    Arena.OwnerLogin login = arena.owner();
    try (Owner owner = Owner.connect(login.url(), login.user(), login.password());
        Taps taps = Taps.open(arena.events(), findings)) {
      Side attacker = seed("alpha", ATTACKER, taps);
      Side victim = seed("beta", VICTIM, taps);
      var scene = new Scene(arena, owner, attacker, victim, calls, taps);
      note.accept("two tenants are seeded");
      generated(scene, findings);
      note.accept(findings.attempts() + " generated attempts made");
      byHand(scene, findings, figures);
      load(scene, findings, figures);
      new Sweep(scene, findings).run();
      report(scene, figures, findings);
      planted(scene, figures);
    }
  }

  private void byHand(Scene scene, Findings findings, Figures figures) {
    for (Case one : Cases.all()) {
      long begun = System.nanoTime();
      int known = findings.all().size();
      Cases.run(one, scene, findings);
      note.accept(
          "%s %s: %s, %d ms"
              .formatted(
                  one.id(),
                  one.what(),
                  findings.all().size() == known ? "refused" : "FOUND",
                  (System.nanoTime() - begun) / 1_000_000));
    }
    Cases.elsewhere().forEach((id, test) -> note.accept(id + " is tried by " + test));
    for (NotYet one : NotYet.all()) {
      note.accept(one.toString());
      findings.control(one.id(), !one.appeared(arena.apiSdl()), "the schema has it: write a case");
    }
    figures.note("cases", Cases.all().size() + Cases.elsewhere().size());
    figures.note("not_yet", NotYet.all().size());
  }

  private void load(Scene scene, Findings findings, Figures figures) {
    var tally = new LoadTally();
    Optional<LoadProgress> progress =
        length
            .progress()
            .map(file -> new LoadProgress(file, Integer.toHexString(arena.apiSdl().hashCode())));
    progress.ifPresent(kept -> kept.resume(tally));
    arena.switchboard().probe().every(10);
    long begun = System.nanoTime();
    while (tally.requests().get() < length.requests()) {
      int left = (int) (length.requests() - tally.requests().get());
      int slice = Math.min(progress.isPresent() ? SLICE : length.requests(), left);
      long seed = SEED + tally.requests().get();
      var size = new MixedLoad.Size(slice, slice * 12 / 1000, slice * 11 / 10_000 + 1, LINES, seed);
      new MixedLoad(scene, findings, tally, size).run();
      progress.ifPresent(kept -> kept.keep(tally));
      note.accept(
          "%d requests, %.0f s"
              .formatted(tally.requests().get(), (System.nanoTime() - begun) / 1e9));
    }
    arena.switchboard().probe().every(1);
    progress.ifPresent(LoadProgress::end);
    figures.atLeast("requests", (double) tally.requests().get(), length.requests());
    figures.atLeast(
        "cancellations", (double) tally.cancellations().get(), length.requests() / 100.0);
    figures.atLeast("killed_backends", (double) tally.killed().get(), length.requests() / 1000.0);
    figures.note("own_answers", tally.controls());
    figures.note("refusals", tally.refusals());
    figures.note("unavailable", tally.unavailable());
    figures.exactly("internal_errors", tally.internal().get(), 0);
  }

  /** Only after everything else: what a leak leaves behind is no finding. */
  private void planted(Scene scene, Figures figures) {
    List<Planted> all = Planted.all(scene);
    long found = 0;
    for (Planted one : all) {
      boolean seen = one.found(scene);
      note.accept("planted: " + one.name() + (seen ? ": found" : ": NOT FOUND"));
      found += seen ? 1 : 0;
    }
    figures.allOf("planted_found", found, all.size(), 10);
  }

  private Side seed(String slug, String canary, Taps taps) {
    Party party = arena.party(slug, canary);
    taps.know(party.caller().tenant(), canary);
    Side side = Side.of(party, canary);
    String unit = new CanaryUnit(side).make();
    side.harvest().add(CanaryHold.TYPE, new CanaryHold(side).place(unit));
    return new CanaryTenant(side).seed(calls);
  }

  private void generated(Scene scene, Findings findings) {
    Footprint before = Footprint.of(scene.owner(), scene.victim().tenant());
    var attack = new Attack(calls, scene.attacker(), scene.victim(), findings);
    attack.foreignCalls();
    var nested = new NestedAttack(scene.attacker(), scene.victim(), findings);
    calls.forEach(nested::run);
    var entities =
        new EntityAttack(
            (side, subgraph, operation, variables) ->
                arena.ask(side.caller(), subgraph, operation, variables),
            scene.attacker(),
            scene.victim(),
            findings);
    arena.sdlBySubgraph().forEach(entities::run);
    before
        .differences(Footprint.of(scene.owner(), scene.victim().tenant()))
        .forEach(text -> findings.add(Kind.CHANGED, "the victim's data", text));
    attack.positiveControls();
  }

  private void report(Scene scene, Figures figures, Findings findings) {
    arena
        .switchboard()
        .probe()
        .take()
        .forEach(text -> findings.add(Kind.LEAK, "a pooled connection", text));
    List<Finding> all = findings.all();
    all.stream().limit(TOLD).forEach(finding -> note.accept(finding.toString()));
    figures.note("root_fields", calls.size());
    figures.note("attempts", findings.attempts());
    figures.note("controls", findings.controls());
    figures.note("events", scene.taps().events());
    figures.note("log_lines", scene.taps().lines());
    figures.note("connections_probed", arena.switchboard().probe().looks());
    figures.exactly(
        "foreign_canaries", all.stream().filter(one -> one.kind() == Kind.LEAK).count(), 0);
    figures.exactly("findings", all.size(), 0);
  }
}
