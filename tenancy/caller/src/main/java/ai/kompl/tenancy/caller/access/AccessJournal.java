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

  /** Keeps nothing. */
  static AccessJournal none() {
    return (_, _) -> {};
  }
}
