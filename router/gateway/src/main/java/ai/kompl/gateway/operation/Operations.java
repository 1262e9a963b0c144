package ai.kompl.gateway.operation;

import ai.kompl.gateway.security.Asker;

/** Finds out whether a request may run, and what will run it. */
@FunctionalInterface
public interface Operations {

  /**
   * Checks the request's text and the asker's right to its root fields. Never runs anything.
   *
   * @throws ai.kompl.gateway.refusal.RefusedException when the asker may not run the operation
   */
  Admission admit(GraphQlRequest request, Asker asker);
}
