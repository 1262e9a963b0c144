package ai.kompl.gateway.security;

import ai.kompl.tenancy.caller.Caller;

/** Decides what {@code @policy} names in the schema. Safe for use by several threads. */
@FunctionalInterface
public interface Policies {

  /**
   * Whether a policy holds for a caller. A policy that is not known holds for nobody.
   *
   * @param policy its name in the schema
   */
  boolean holds(String policy, Caller caller);

  /** Knows no policy. */
  static Policies none() {
    return (_, _) -> false;
  }
}
