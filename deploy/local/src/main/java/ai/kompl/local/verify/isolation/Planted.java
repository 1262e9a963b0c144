package ai.kompl.local.verify.isolation;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * A leak and the part of the proof that has to find it.
 *
 * @param name of the mistake
 * @param plant the leak
 * @param part what is run while it is planted
 */
record Planted(String name, Plant plant, BiConsumer<Scene, Findings> part) {
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
            "a file found without its tenant", Plants.objectWithoutTenant(victim), by("X09")));
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

  /** Plants it, lets the part look for it, takes it out again, and says whether it was found. */
  boolean found(Scene scene) {
    Switchboard switchboard = scene.arena().switchboard();
    var findings = new Findings();
    switchboard.plant(plant);
    try {
      part.accept(scene, findings);
    } finally {
      switchboard.plant(Plant.NONE);
    }
    return findings.all().stream().anyMatch(one -> one.kind() != Finding.Kind.NO_POSITIVE_CONTROL);
  }
}
