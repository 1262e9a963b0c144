package ai.kompl.federation.plan;

/** The kinds of GraphQL operation (GraphQL specification, 2.3). */
public enum OperationKind {
  /** Reads. */
  QUERY,
  /** Changes, its root fields one after another. */
  MUTATION,
  /** Events; run once per event from the entity that the event names. */
  SUBSCRIPTION
}
