package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failed statement means for the caller, told from its SQLSTATE. */
final class SqlFailure {
  private static final Set<String> COLLISIONS =
      Set.of("40001", "40P01", "55P03", "23505", "23503", "23P01");
  private static final Set<String> REFUSED_VALUES = Set.of("23502", "23514");

  /** After these the connection is still in a known state and may go back to the pool. */
  private static final Set<String> HARMLESS_CLASSES =
      Set.of("0A", "21", "22", "23", "40", "42", "55", "P0", "KO");

  /** What the tables of a tenant that is being closed answer to a write. */
  private static final String CLOSING = "KO001";

  private SqlFailure() {}

  static ProblemException of(SQLException failure) {
    String state = state(failure);
    if (failure instanceof SQLTransientConnectionException || unreachable(state)) {
      return new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), failure);
    }
    if (state.equals("22023") && String.valueOf(failure.getMessage()).contains("role \"")) {
      // The tenant's role is gone or never was: there is no such tenant.
      return new ProblemException(Problem.NOT_FOUND, Problem.NOT_FOUND.message(), failure);
    }
    if (state.equals("42501") && roleRefused(failure)) {
      // The service's login has lost the tenant's role: that is how a tenant is suspended.
      return new ProblemException(
          Problem.TENANT_SUSPENDED, Problem.TENANT_SUSPENDED.message(), failure);
    }
    if (state.equals(CLOSING)) {
      return new ProblemException(
          Problem.TENANT_OFFBOARDING, Problem.TENANT_OFFBOARDING.message(), failure);
    }
    if (state.equals("57014")) {
      return new ProblemException(Problem.TIMEOUT, Problem.TIMEOUT.message(), failure);
    }
    if (COLLISIONS.contains(state)) {
      return new ProblemException(Problem.CONFLICT, conflict(state), failure);
    }
    if (REFUSED_VALUES.contains(state) || state.startsWith("22")) {
      return new ProblemException(
          Problem.VALIDATION_FAILED, Problem.VALIDATION_FAILED.message(), failure);
    }
    return new ProblemException(Problem.INTERNAL, Problem.INTERNAL.message(), failure);
  }

  /** As the other, for failures that come wrapped. */
  static ProblemException of(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return of(sql);
      }
    }
    return new ProblemException(Problem.INTERNAL, Problem.INTERNAL.message(), failure);
  }

  /**
   * Whether the connection may be used again. After a cancel, a timeout or a protocol error a reply
   * may still be under way, and the next user of the connection would read it.
   */
  static boolean leavesConnectionUsable(SQLException failure) {
    String state = state(failure);
    return state.length() == 5 && HARMLESS_CLASSES.contains(state.substring(0, 2));
  }

  /** Whether the connection, the server or its resources are the trouble. */
  static boolean unreachable(String state) {
    return state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("58")
        || Set.of("57P01", "57P02", "57P03").contains(state);
  }

  /** Told from the place in the server, because its messages are translated. */
  private static boolean roleRefused(SQLException failure) {
    if (!(failure instanceof PSQLException server)) {
      return false;
    }
    @Nullable ServerErrorMessage message = server.getServerErrorMessage();
    return message != null && "call_string_check_hook".equals(message.getRoutine());
  }

  private static String conflict(String state) {
    return switch (state) {
      case "23505", "23P01" -> "Something with the same unique value exists already.";
      case "23503" -> "It refers to, or is referred to by, something that is not there or in use.";
      default -> Problem.CONFLICT.message();
    };
  }

  private static String state(SQLException failure) {
    @Nullable String state = failure.getSQLState();
    return state == null ? "" : state;
  }
}
