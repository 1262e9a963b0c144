package ai.kompl.federation.plan;

import ai.kompl.federation.transport.SubgraphOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request to one subgraph within a plan. */
public sealed interface Fetch {

  /** Its number: the index in {@link QueryPlan#fetches()}. */
  int id();

  /** The subgraph's name. */
  String subgraph();

  /** The document to send. */
  SubgraphOperation operation();

  /** The names of the client's variables to pass on; those without a value are left out. */
  List<String> variables();

  /** The fetches that must have ended before this one starts. */
  List<Integer> dependsOn();

  /**
   * The part of the response that waits for it: zero is the first response, others are deferred.
   */
  int part();

  /** Whether it is sent at all; when not, it counts as ended. */
  Condition condition();

  /**
   * A fetch from a root type.
   *
   * @param target where the answer's root object is merged: the store's root, or objects of type
   *     Query reached through a field (sent once, merged into each)
   * @param answer what is read from {@code data}
   */
  record Root(
      int id,
      String subgraph,
      SubgraphOperation operation,
      List<String> variables,
      List<Integer> dependsOn,
      int part,
      Condition condition,
      EntityLookup.Target target,
      AnswerSelection answer)
      implements Fetch {
    /** Copies the lists. */
    public Root {
      variables = List.copyOf(variables);
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /**
   * A fetch of entities.
   *
   * @param lookups at least one; each writes its list of representations into its own variable. A
   *     lookup without representations is sent with an empty list, or, when all are empty, the
   *     fetch is not sent
   * @param document gives the operation with copies of lookups; null where no lookup has contexts
   */
  record Entities(
      int id,
      String subgraph,
      SubgraphOperation operation,
      List<String> variables,
      List<Integer> dependsOn,
      int part,
      Condition condition,
      List<EntityLookup> lookups,
      @Nullable EntityDocument document)
      implements Fetch {
    /** Copies the lists. */
    public Entities {
      variables = List.copyOf(variables);
      dependsOn = List.copyOf(dependsOn);
      lookups = List.copyOf(lookups);
    }
  }
}
