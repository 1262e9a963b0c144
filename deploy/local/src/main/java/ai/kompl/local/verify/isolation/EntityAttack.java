package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.isolation.EntityTypes.EntityType;
import ai.kompl.local.verify.isolation.Finding.Kind;
import java.util.List;
import java.util.Map;

/** Asks every entity resolver for the other tenant's entities, past the gateway. */
final class EntityAttack {
  /** A way to a subgraph's {@code _entities} as one side. */
  @FunctionalInterface
  interface Resolver {
    /** The whole answer as text. */
    String ask(Side side, String subgraph, String operation, Map<String, Object> variables);
  }

  private final Resolver resolver;
  private final Side attacker;
  private final Side victim;
  private final Findings findings;

  EntityAttack(Resolver resolver, Side attacker, Side victim, Findings findings) {
    this.resolver = resolver;
    this.attacker = attacker;
    this.victim = victim;
    this.findings = findings;
  }

  /** Tries all entities of a subgraph. */
  void run(String subgraph, String sdl) {
    for (EntityType type : EntityTypes.of(sdl)) {
      attack(subgraph, type);
    }
  }

  private void attack(String subgraph, EntityType type) {
    String where = subgraph + " _entities " + type.name();
    List<String> theirs = victim.harvest().ids(type.name());
    List<String> own = attacker.harvest().ids(type.name());
    if (theirs.isEmpty() || own.isEmpty()) {
      findings.add(Kind.NO_POSITIVE_CONTROL, where, "no id of this type is known");
      return;
    }
    for (String foreign : theirs) {
      IdForms.of(foreign, own.getFirst())
          .forEach((form, id) -> refused(where + " " + form, subgraph, type, id));
    }
    String batch = ask(attacker, subgraph, type, List.of(own.getFirst(), theirs.getFirst()));
    findings.attempted();
    if (batch.contains(victim.canary())) {
      findings.add(Kind.LEAK, where + " in a batch", "the other tenant's canary came back");
    }
    findings.control(
        where + " in a batch", batch.contains(attacker.canary()), "the own half was not answered");
    String answer = ask(victim, subgraph, type, theirs);
    findings.control(where, answer.contains(victim.canary()), "the owner's canary is not in it");
  }

  private void refused(String where, String subgraph, EntityType type, String id) {
    findings.attempted();
    String answer = ask(attacker, subgraph, type, List.of(id));
    if (answer.contains(victim.canary())) {
      findings.add(Kind.LEAK, where, "the other tenant's canary came back");
    } else if (!answer.contains("NOT_FOUND")) {
      findings.add(Kind.ACCEPTED, where, answer);
    }
  }

  private String ask(Side side, String subgraph, EntityType type, List<String> ids) {
    String operation =
        "query E($representations: [_Any!]!) { _entities(representations: $representations) { ... on "
            + type.name()
            + " "
            + type.selection()
            + " } }";
    var representations =
        ids.stream().map(id -> Map.of("__typename", type.name(), "id", id)).toList();
    return resolver.ask(
        side, subgraph, operation, Map.<String, Object>of("representations", representations));
  }
}
