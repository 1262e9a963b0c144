package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.isolation.EntityTypes.EntityType;
import ai.kompl.local.verify.isolation.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks every entity resolver for the other tenant's entities, past the gateway. */
final class EntityAttack {
  /** A way to a subgraph's {@code _entities} as one tenant. */
  @FunctionalInterface
  interface Resolver {
    /** The whole answer as text. */
    String ask(String subgraph, String operation, Map<String, Object> variables);
  }

  private final Resolver attacker;
  private final Resolver victim;
  private final Attack.Side theirs;
  private final List<Finding> findings = new ArrayList<>();
  private int attempts;

  EntityAttack(Resolver attacker, Resolver victim, Attack.Side theirs) {
    this.attacker = attacker;
    this.victim = victim;
    this.theirs = theirs;
  }

  int attempts() {
    return attempts;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Tries all entities of a subgraph. */
  void run(String subgraph, String sdl) {
    for (EntityType type : EntityTypes.of(sdl)) {
      attack(subgraph, type);
    }
  }

  private void attack(String subgraph, EntityType type) {
    String where = subgraph + " _entities " + type.name();
    List<String> ids = theirs.harvest().ids(type.name());
    if (ids.isEmpty()) {
      findings.add(new Finding(Kind.NO_POSITIVE_CONTROL, where, "no id of this type is known"));
      return;
    }
    String operation =
        "query E($representations: [_Any!]!) { _entities(representations: $representations) { ... on "
            + type.name()
            + " "
            + type.selection()
            + " } }";
    var variables =
        Map.<String, Object>of(
            "representations",
            ids.stream().map(id -> Map.of("__typename", type.name(), "id", id)).toList());
    attempts += ids.size();
    if (attacker.ask(subgraph, operation, variables).contains(theirs.canary())) {
      findings.add(new Finding(Kind.LEAK, where, "the other tenant's canary came back"));
    }
    if (!victim.ask(subgraph, operation, variables).contains(theirs.canary())) {
      findings.add(
          new Finding(
              Kind.NO_POSITIVE_CONTROL,
              where,
              "the owner's own request did not return the canary"));
    }
  }
}
