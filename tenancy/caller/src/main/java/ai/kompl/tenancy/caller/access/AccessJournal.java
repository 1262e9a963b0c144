package ai.kompl.tenancy.caller.access;

import ai.kompl.tenancy.caller.Caller;

/** Keeps a record of what callers asked for and were shown. */
@FunctionalInterface
public interface AccessJournal {
  /**
   * Takes note. Called on the thread of the request, by any number of threads: it neither blocks
   * nor fails, and keeps the record later.
   */
  void add(Caller caller, Access access);

  /**
   * Lets a caller ask for something whose tenant may still ask. Called before an operation is
   * admitted; what it goes by may be some seconds old.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException QUOTA_EXCEEDED when the tenant's plan allows
   *     no more
   */
  default void requireRoom(Caller caller) {}

  /** Keeps nothing. */
  static AccessJournal none() {
    return (_, _) -> {};
  }
}
