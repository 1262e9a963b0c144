package ai.kompl.tenancy.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The statements of a script in a form that can be compared: lower case, single spaces, without
 * comments, and each literal as an empty one, so that no text in it is taken for a word of SQL.
 */
final class SqlText {
  private final String sql;
  private final List<String> statements = new ArrayList<>();
  private final StringBuilder current = new StringBuilder();
  private int at;

  private SqlText(String sql) {
    this.sql = sql;
  }

  static List<String> statements(String sql) {
    var text = new SqlText(sql);
    while (text.at < sql.length()) {
      text.step();
    }
    text.end();
    return List.copyOf(text.statements);
  }

  private void step() {
    char c = sql.charAt(at);
    if (sql.startsWith("--", at)) {
      skipTo("\n", at + 2, " ");
    } else if (sql.startsWith("/*", at)) {
      skipTo("*/", at + 2, " ");
    } else if (c == '\'') {
      skipTo("'", at + 1, "''");
    } else if (c == '$' && !dollarTag().isEmpty()) {
      skipTo(dollarTag(), at + dollarTag().length(), "''");
    } else if (c == ';') {
      end();
      at++;
    } else {
      current.append(c);
      at++;
    }
  }

  private void skipTo(String close, int from, String instead) {
    int end = sql.indexOf(close, from);
    at = end < 0 ? sql.length() : end + close.length();
    current.append(instead);
  }

  /** What opens a literal between dollars here, or nothing. */
  private String dollarTag() {
    int end = sql.indexOf('$', at + 1);
    String tag = end < 0 ? "" : sql.substring(at, end + 1);
    return tag.matches("\\$([A-Za-z_][A-Za-z0-9_]*)?\\$") ? tag : "";
  }

  private void end() {
    String statement = current.toString().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    if (!statement.isEmpty()) {
      statements.add(statement);
    }
    current.setLength(0);
  }
}
