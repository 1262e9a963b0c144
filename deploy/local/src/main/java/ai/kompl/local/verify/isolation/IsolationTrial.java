package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.verify.isolation.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole attack of one seeded tenant on another. */
public final class IsolationTrial {
  /**
   * A tenant of the trial.
   *
   * @param client of one of its users
   * @param canary stands in the user's and the tenant's name and nowhere else
   * @param entities the way to the subgraphs' entities as that user
   */
  public record Party(GraphQlClient client, String canary, EntityAccess entities) {}

  /** A way to a subgraph's {@code _entities} as one user; gives the whole answer as text. */
  @FunctionalInterface
  public interface EntityAccess {
    /** Sends the operation to the subgraph. */
    String ask(String subgraph, String operation, Map<String, Object> variables);
  }

  /**
   * What came out.
   *
   * @param rootFields tried
   * @param attempts foreign calls made
   * @param controls positive controls made
   * @param leaks findings that show a leak or a change
   * @param gaps findings that show that a refusal proves nothing
   */
  public record Outcome(
      int rootFields, int attempts, int controls, List<String> leaks, List<String> gaps) {}

  private final List<RootCall> calls;
  private final Map<String, String> sdlBySubgraph;

  /**
   * A trial of a schema.
   *
   * @param apiSdl the public schema
   * @param sdlBySubgraph each subgraph's own schema as written
   */
  public IsolationTrial(String apiSdl, Map<String, String> sdlBySubgraph) {
    this.calls = RootCalls.of(apiSdl);
    this.sdlBySubgraph = Map.copyOf(sdlBySubgraph);
  }

  /** Seeds both tenants, attacks the victim, and checks that the attack can see. */
  public Outcome run(Party attacker, Party victim) {
    Attack.Side ours = new CanaryTenant(attacker.client(), attacker.canary()).seed(calls);
    Attack.Side theirs = new CanaryTenant(victim.client(), victim.canary()).seed(calls);
    var findings = new ArrayList<Finding>();
    String before = state(theirs);
    var attack = new Attack(calls, ours, theirs);
    attack.foreignCalls();
    var entities = new EntityAttack(attacker.entities()::ask, victim.entities()::ask, theirs);
    sdlBySubgraph.forEach(entities::run);
    if (!before.equals(state(theirs))) {
      findings.add(new Finding(Kind.CHANGED, "the victim's lists", "they differ after the attack"));
    }
    attack.positiveControls();
    findings.addAll(attack.findings());
    findings.addAll(entities.findings());
    return new Outcome(
        calls.size(),
        attack.attempts() + entities.attempts(),
        attack.controls(),
        texts(findings, false),
        texts(findings, true));
  }

  /** All that the victim sees of its own, as one text. */
  private String state(Attack.Side side) {
    var text = new StringBuilder();
    for (RootCall call : calls) {
      if (!call.isMutation()
          && !call.isSubscription()
          && call.positions().stream().allMatch(at -> !side.harvest().ids(at.type()).isEmpty())) {
        var operation =
            call.build(
                Optional.empty(), at -> side.harvest().ids(at.type()).getFirst(), Optional.empty());
        text.append(side.client().send(operation.text(), operation.variables()).path("data"))
            .append('\n');
      }
    }
    return text.toString();
  }

  private static List<String> texts(List<Finding> findings, boolean gaps) {
    return findings.stream()
        .filter(finding -> (finding.kind() == Kind.NO_POSITIVE_CONTROL) == gaps)
        .map(finding -> finding.kind() + " at " + finding.where() + ": " + finding.detail())
        .toList();
  }
}
