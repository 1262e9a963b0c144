package ai.kompl.tenancy.data;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** A script failed on one tenant's tables; nothing of the subgraph's was changed there. */
final class TenantScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_REASON = 500;

  /** In use, in each other's way, cancelled: the next attempt may well succeed. */
  private static final Set<String> PASSING = Set.of("55P03", "40P01", "40001", "57014");

  private final String script;
  private final int version;
  private final String state;

  TenantScriptException(TenantScript script, SQLException cause) {
    super(reason(cause), cause);
    this.script = script.name();
    this.version = script.version();
    @Nullable String code = cause.getSQLState();
    this.state = code == null ? "" : code;
  }

  /** The script's file name. */
  String script() {
    return script;
  }

  int version() {
    return version;
  }

  /** The database's code for it. */
  String state() {
    return state;
  }

  /** What happened, without the rows that the database would show. */
  String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether it had nothing to do with the script and the rows. */
  boolean passes() {
    return PASSING.contains(state) || SqlFailure.unreachable(state);
  }

  private static String reason(SQLException failure) {
    @Nullable String line =
        failure instanceof PSQLException told && told.getServerErrorMessage() != null
            ? told.getServerErrorMessage().getMessage()
            : failure.getMessage();
    String text = failure.getSQLState() + " " + line;
    return text.substring(0, Math.min(text.length(), LONGEST_REASON));
  }
}
