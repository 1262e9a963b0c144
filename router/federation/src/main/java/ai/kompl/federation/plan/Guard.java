package ai.kompl.federation.plan;

import ai.kompl.federation.rights.Requirement;

/** A fact about a request that decides on parts of its plan. */
public sealed interface Guard {

  /** The Boolean variable of subgraph operations that carries the fact. */
  String variable();

  /** The variable's value with which the guard holds. */
  boolean expected();

  /**
   * A variable of the client's operation.
   *
   * @param variable its name
   * @param expected true for {@code @include(if:)}, false for {@code @skip(if:)}
   */
  record Variable(String variable, boolean expected) implements Guard {}

  /**
   * A demand on the caller, who is not known before the request: plans are the same for all.
   *
   * @param variable a name that the client's operation does not use; a request gives it the answer
   * @param requirement what is demanded
   */
  record Right(String variable, Requirement requirement) implements Guard {
    @Override
    public boolean expected() {
      return true;
    }
  }
}
