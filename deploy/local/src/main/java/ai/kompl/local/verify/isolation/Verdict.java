package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.isolation.Finding.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What one case has seen. Safe for use by several threads. */
final class Verdict {
  private final String id;
  private final Canaries canaries;
  private final Findings findings;
  private final AtomicInteger controls = new AtomicInteger();

  Verdict(String id, Canaries canaries, Findings findings) {
    this.id = id;
    this.canaries = canaries;
    this.findings = findings;
  }

  /** Something the side was answered: no other's canary may be in it. */
  void sees(Side side, String what, String answer) {
    findings.attempted();
    canaries
        .foreign(answer, Optional.of(side.canary()))
        .ifPresent(other -> findings.add(Kind.LEAK, where(what), other + " came back"));
  }

  /** Something the side was answered, which must be a refusal too. */
  void refuses(Side side, String what, JsonNode answer) {
    sees(side, what, answer.toString());
    if (!Refusals.isRefusal(answer)) {
      findings.add(Kind.ACCEPTED, where(what), answer.toString());
    }
  }

  /** Something that must be so for the attack to have failed. */
  void holds(String what, boolean value, String seen) {
    findings.attempted();
    if (!value) {
      findings.add(Kind.ACCEPTED, where(what), seen);
    }
  }

  /** Something that must be so for the refusals to mean anything. */
  void control(String what, boolean value, String seen) {
    controls.incrementAndGet();
    findings.control(where(what), value, seen);
  }

  /** The side's own request, which must show its own canary and no other. */
  void own(Side side, String what, String answer) {
    sees(side, what, answer);
    control(what + " as the owner", answer.contains(side.canary()), answer);
  }

  /** A case without a control proves nothing. */
  void end() {
    if (controls.get() == 0) {
      findings.add(Kind.NO_POSITIVE_CONTROL, id, "the case has made no control");
    }
  }

  private String where(String what) {
    return id + " " + what;
  }
}
