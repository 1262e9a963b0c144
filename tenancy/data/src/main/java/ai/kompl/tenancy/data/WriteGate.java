package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.ProblemException;

/** Whether a caller may change anything of a tenant at all. */
@FunctionalInterface
interface WriteGate {
  /** For what the platform itself must be able to write, such as the audit trail. */
  WriteGate OPEN = _ -> {};

  /**
   * Returns when the caller may.
   *
   * @throws ProblemException LICENCE_EXPIRED when nothing may be changed any more
   */
  void pass(Caller caller);
}
