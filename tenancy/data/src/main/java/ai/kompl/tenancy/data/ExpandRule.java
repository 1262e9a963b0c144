package ai.kompl.tenancy.data;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a tenant's script may do while the version before still runs: add. What takes away or asks
 * for more than that version gives must say in a comment since which version nothing relies on it:
 *
 * <pre>-- contract: ledger_entry.title is not read or written since 1.4.0</pre>
 *
 * <p>It goes by the words of the statements. What it cannot look into, such as a DO block, needs
 * the comment too.
 */
final class ExpandRule {
  private static final Pattern MARK =
      Pattern.compile("(?m)^-- contract: \\S.* since \\d+\\.\\d+\\.\\d+\\b");

  private static final Pattern CREATED =
      Pattern.compile("^create (?:unlogged )?table (?:if not exists )?([a-z0-9_\".]+)");

  private static final Pattern TABLE =
      Pattern.compile(
          "^(?:alter table (?:if exists )?(?:only )?([a-z0-9_\".]+)"
              + "|create unique index .*?\\bon (?:only )?([a-z0-9_\".]+)"
              + "|create (?:constraint )?trigger .*?\\bon ([a-z0-9_\".]+))");

  /** A column that is added, up to the next part of the statement. */
  private static final Pattern ADDED =
      Pattern.compile("(?:^alter table .*?|, ?)\\badd (?:column )?[^,]*");

  private static final Pattern FILLED = Pattern.compile("\\b(?:default|generated)\\b");

  private static final Map<String, Pattern> FORBIDDEN = forbidden();

  private ExpandRule() {}

  private static Map<String, Pattern> forbidden() {
    var rules = new LinkedHashMap<String, Pattern>();
    rule(rules, "drops what the version before may use", "^drop (?!index\\b)");
    rule(
        rules,
        "drops a column or a default",
        "^alter .*\\bdrop (?!constraint\\b|not null\\b|identity\\b|expression\\b)");
    rule(rules, "renames", "^alter .*\\brename\\b");
    rule(rules, "moves to another schema", "^alter .*\\bset schema\\b");
    rule(rules, "changes a type", "^alter table .*\\balter (?:column )?\\S+ (?:set data )?type\\b");
    rule(rules, "refuses nulls that the version before may write", "\\bset not null\\b");
    rule(
        rules,
        "adds a rule that the version before may break",
        "^alter table .*\\badd (?:constraint|check|unique|primary|foreign|exclude)\\b");
    rule(rules, "adds a rule that the version before may break", "^create unique index\\b");
    rule(rules, "adds a rule that the version before may break", "^create .*\\btrigger\\b");
    rule(rules, "hides rows", "\\bforce row level security\\b|\\benable row level security\\b");
    rule(rules, "takes rows away", "^truncate\\b|^delete\\b|\\bdelete from\\b");
    rule(rules, "takes rights away", "^revoke\\b");
    rule(rules, "cannot be looked into", "^do\\b|^call\\b|^execute\\b");
    return rules;
  }

  private static void rule(Map<String, Pattern> rules, String what, String pattern) {
    rules.merge(
        what,
        Pattern.compile(pattern),
        (one, other) -> Pattern.compile(one.pattern() + "|" + other.pattern()));
  }

  /**
   * Checks a script.
   *
   * @throws IllegalStateException when it does more than add and does not say that it may
   */
  static void check(TenantScript script) {
    if (MARK.matcher(script.sql()).find()) {
      return;
    }
    violation(script.sql())
        .ifPresent(what -> {
          throw new IllegalStateException(
              ("The script %s of %s %s. Add first and take away in a later version, with a line"
                      + " \"-- contract: ... since VERSION\" (docs/operations/migrations.md).")
                  .formatted(script.name(), script.subgraph(), what));
        });
  }

  /** What a text does more than to add; for tables that it makes itself everything is allowed. */
  static Optional<String> violation(String sql) {
    Set<String> made = new HashSet<>();
    for (String statement : SqlText.statements(sql)) {
      Matcher created = CREATED.matcher(statement);
      if (created.find()) {
        made.add(created.group(1));
      } else if (!made.contains(table(statement))) {
        Optional<String> broken = broken(statement);
        if (broken.isPresent()) {
          return broken;
        }
      }
    }
    return Optional.empty();
  }

  private static String table(String statement) {
    Matcher matcher = TABLE.matcher(statement);
    if (!matcher.find()) {
      return "";
    }
    return List.of(1, 2, 3).stream()
        .flatMap(group -> Optional.ofNullable(matcher.group(group)).stream())
        .findFirst()
        .orElse("");
  }

  private static Optional<String> broken(String statement) {
    if (ADDED.matcher(statement).results().anyMatch(ExpandRule::unfilled)) {
      return Optional.of("adds a column that the version before does not fill: " + statement);
    }
    return FORBIDDEN.entrySet().stream()
        .filter(rule -> rule.getValue().matcher(statement).find())
        .findFirst()
        .map(rule -> rule.getKey() + ": " + statement);
  }

  private static boolean unfilled(MatchResult part) {
    return part.group().contains(" not null") && !FILLED.matcher(part.group()).find();
  }
}
