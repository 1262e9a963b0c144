package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.isolation.Arena.Party;
import ai.kompl.local.verify.isolation.Finding.Kind;
import java.util.List;
import java.util.function.Consumer;

/** The whole attack of one tenant on another, on a product of its own. */
public final class IsolationTrial {
  /** Of a broken product so many findings are told; the figures count them all. */
  private static final int TOLD = 40;

  private static final String ATTACKER = "canary-alpha-5f2c";
  private static final String VICTIM = "canary-beta-9d41";

  private final Arena arena;
  private final Consumer<String> note;
  private final List<RootCall> calls;

  /** An attack on that product. */
  public IsolationTrial(Arena arena, Consumer<String> note) {
    this.arena = arena;
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
      report(figures, findings);
      planted(scene, figures);
    }
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
    figures.exactly("planted_found", found, all.size());
  }

  private Side seed(String slug, String canary, Taps taps) {
    Party party = arena.party(slug, canary);
    taps.know(party.caller().tenant(), canary);
    Side side = Side.of(party, canary);
    new CanaryUnit(side).make();
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

  private void report(Figures figures, Findings findings) {
    arena
        .switchboard()
        .probe()
        .take()
        .forEach(text -> findings.add(Kind.LEAK, "a pooled connection", text));
    findings.all().stream().limit(TOLD).forEach(finding -> note.accept(finding.toString()));
    figures.note("root_fields", calls.size());
    figures.note("attempts", findings.attempts());
    figures.note("controls", findings.controls());
    figures.exactly("findings", findings.all().size(), 0);
  }
}
