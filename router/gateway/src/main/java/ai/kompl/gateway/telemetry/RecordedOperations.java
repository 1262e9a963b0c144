package ai.kompl.gateway.telemetry;

import ai.kompl.federation.plan.OperationKind;
import ai.kompl.gateway.operation.Admission;
import ai.kompl.gateway.operation.AdmittedOperation;
import ai.kompl.gateway.operation.Answer;
import ai.kompl.gateway.operation.AnswerParts;
import ai.kompl.gateway.operation.GraphQlRequest;
import ai.kompl.gateway.operation.LiveSource;
import ai.kompl.gateway.operation.Operations;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.Asker;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.access.Access;
import ai.kompl.tenancy.caller.access.AccessJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Tells the tenants' journals of every operation that a proved caller asks for, and how it ended:
 * its name and the first twelve digits of its document's SHA-256, never its text or its variables.
 * Each event of a live operation is one of its own.
 */
public final class RecordedOperations implements Operations {
  private static final int LONGEST_NAME = 64;
  private static final int DIGITS = 12;

  private final Operations operations;
  private final AccessJournal journal;

  /** Those operations, recorded in that journal. */
  public RecordedOperations(Operations operations, AccessJournal journal) {
    this.operations = operations;
    this.journal = journal;
  }

  @Override
  public Admission admit(GraphQlRequest request, Asker asker) {
    String name = name(request);
    try {
      requireRoom(asker);
      Admission admission = operations.admit(request, asker);
      if (admission instanceof Admission.Admitted(AdmittedOperation operation)) {
        return new Admission.Admitted(new Recorded(operation, name));
      }
      add(asker, "graphql.request", name, Outcome.REFUSED);
      return admission;
    } catch (RefusedException e) {
      add(asker, "graphql.request", name, Outcome.REFUSED);
      throw e;
    }
  }

  private void requireRoom(Asker asker) {
    try {
      asker.caller().ifPresent(journal::requireRoom);
    } catch (ProblemException e) {
      Problem problem = e.problem();
      throw RefusedException.of(problem.code(), problem.httpStatus(), e.clientMessage());
    }
  }

  private void add(Asker asker, String action, String name, Outcome outcome) {
    asker
        .caller()
        .ifPresent(caller -> journal.add(caller, Access.request(action, name, outcome.name())));
  }

  private static String name(GraphQlRequest request) {
    String name = request.operationName().orElse("anonymous");
    String known = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return known + "@" + digest(request.document());
  }

  private static String digest(String document) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGITS / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  /** An operation that tells of each time it is run. */
  private final class Recorded implements AdmittedOperation {
    private final AdmittedOperation operation;
    private final String name;

    private Recorded(AdmittedOperation operation, String name) {
      this.operation = operation;
      this.name = name;
    }

    @Override
    public OperationKind kind() {
      return operation.kind();
    }

    @Override
    public boolean defers() {
      return operation.defers();
    }

    @Override
    public Answer run(Asker asker) {
      Outcome outcome = Outcome.FAILED;
      try {
        Answer answer = operation.run(asker);
        outcome = Outcome.of(answer);
        return answer;
      } finally {
        record(asker, outcome);
      }
    }

    @Override
    public void runInParts(Asker asker, AnswerParts parts) throws IOException {
      var worst = new Worst();
      try {
        operation.runInParts(
            asker,
            (part, last) -> {
              worst.see(part);
              parts.part(part, last);
            });
      } finally {
        record(asker, worst.outcome);
      }
    }

    @Override
    public LiveSource source(Asker asker) {
      try {
        return operation.source(asker);
      } catch (RefusedException e) {
        record(asker, Outcome.REFUSED);
        throw e;
      }
    }

    @Override
    public Answer runOnce(LiveSource source, Asker asker) {
      Outcome outcome = Outcome.FAILED;
      try {
        Answer answer = operation.runOnce(source, asker);
        outcome = Outcome.of(answer);
        return answer;
      } finally {
        record(asker, outcome);
      }
    }

    private void record(Asker asker, Outcome outcome) {
      add(asker, "graphql." + kind().name().toLowerCase(Locale.ROOT), name, outcome);
    }
  }

  /** What is told of an answer in parts: the worst of them; failed when there was none. */
  private static final class Worst {
    private Outcome outcome = Outcome.FAILED;
    private boolean seen;

    private void see(Answer part) {
      if (!seen) {
        // Only the first part says whether there are data; later ones add to it.
        outcome = Outcome.of(part);
        seen = true;
      } else if (outcome == Outcome.OK && !part.errorCodes().isEmpty()) {
        outcome = Outcome.PARTIAL;
      }
    }
  }
}
