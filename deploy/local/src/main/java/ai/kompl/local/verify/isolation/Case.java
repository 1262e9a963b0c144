package ai.kompl.local.verify.isolation;

import java.io.IOException;

/**
 * An attack written by hand.
 *
 * @param id of the list of attacks that the proof follows, X01 to X62
 * @param what is tried, in a few words
 * @param body tries it, with at least one positive control
 */
record Case(String id, String what, Body body) {
  /** Tries the attack. */
  @FunctionalInterface
  interface Body {
    void run(Scene scene, Verdict verdict) throws IOException;
  }
}
