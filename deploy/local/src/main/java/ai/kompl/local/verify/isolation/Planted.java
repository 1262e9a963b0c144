package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.ClientException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * A leak and the part of the proof that has to find it.
 *
 * @param name of the mistake
 * @param plant the leak
 * @param part what is run while it is planted
 */
record Planted(String name, Plant plant, BiConsumer<Scene, Findings> part) {
  private static final int SERVED = 15;
  private static final String WHO =
      "{ me { displayName } controls(first: 1) { edges { node { title } } } }";

  static List<Planted> all(Scene scene) {
    Side attacker = scene.attacker();
    Side victim = scene.victim();
    return List.of(
        new Planted("a cache whose key lacks the tenant", Plants.cacheWithoutTenant(), by("X28")),
        new Planted(
            "a loader shared across requests", Plants.loaderSharedAcrossRequests(), Planted::ids),
        new Planted(
            "ids accepted whatever tenant they name",
            Plants.tagNotChecked(attacker, victim),
            Planted::ids),
        new Planted("the caller taken from an id", Plants.callerOfTheId(victim), Planted::ids),
        new Planted(
            "a cursor without a signature", Plants.cursorWithoutSignature(attacker), by("X08")),
        new Planted("an error that quotes another's value", Plants.errorThatQuotes(), by("X31")),
        new Planted(
            "an event to another's live operation",
            Plants.eventToAnother(attacker, victim),
            by("X49")),
        new Planted(
            "a file found without its tenant", Plants.objectWithoutTenant(victim), by("X09")),
        new Planted("a job done as the tenant before", Plants.jobOfAnother(), by("X51")),
        new Planted(
            "a transaction under another's role",
            DatabasePlants.roleOfAnother(attacker.tenant(), victim.tenant()),
            by("X27")),
        new Planted("a role set for the connection", DatabasePlants.roleNotLocal(), by("X21")),
        new Planted("a transaction without its role", DatabasePlants.roleNotSet(), by("X21")),
        new Planted(
            "an unread answer given to the next", DatabasePlants.unreadAnswer(), by("X21")));
  }

  private static BiConsumer<Scene, Findings> by(String id) {
    return (scene, findings) ->
        Cases.all().stream()
            .filter(one -> one.id().equals(id))
            .forEach(one -> Cases.run(one, scene, findings));
  }

  /** The generated attack on all that is asked for by its id. */
  private static void ids(Scene scene, Findings findings) {
    List<RootCall> calls = scene.calls().stream().filter(RootCall::isObjectById).toList();
    var attack = new Attack(calls, scene.attacker(), scene.victim(), findings);
    attack.positiveControls();
    attack.foreignCalls();
  }

  /** Plants it, lets the part find it, and takes it out again. */
  boolean found(Scene scene) {
    Switchboard switchboard = scene.arena().switchboard();
    var findings = new Findings();
    scene.taps().to(findings);
    switchboard.plant(plant);
    try {
      part.accept(scene, findings);
    } catch (ClientException e) {
      // A leak can also spoil what the part works with; only what it has found counts.
      findings.attempted();
    } finally {
      switchboard.plant(Plant.NONE);
      freshConnections(scene);
    }
    boolean left = !switchboard.probe().take().isEmpty();
    return left
        || findings.all().stream().anyMatch(one -> one.kind() != Finding.Kind.NO_POSITIVE_CONTROL);
  }

  /** What the leak has left on connections goes with them; then both are served as before. */
  private static void freshConnections(Scene scene) {
    scene
        .owner()
        .texts(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kompl-service'");
    for (Side side : List.of(scene.attacker(), scene.victim())) {
      Waits.until(() -> serves(side));
    }
  }

  private static boolean serves(Side side) {
    return IntStream.range(0, SERVED)
        .mapToObj(_ -> side.client().send(WHO, Map.of()))
        .noneMatch(answer -> answer.has("errors"));
  }
}
