package ai.kompl.local.verify.audit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One case of the audit.
 *
 * @param name the suite and the number in it
 * @param query the operation's text
 * @param expected what the audit expects: {@code data}, and perhaps {@code errors}
 */
record AuditCase(String name, String query, JsonNode expected) {

  /**
   * Whether an answer is right. As the audit judges: equal data, numbers by value, the order of
   * keys is free. More strictly than it: errors only where the case expects them.
   */
  boolean passes(JsonNode answer) {
    boolean expectsErrors = expected.path("errors").asBoolean(false);
    return answer.has("errors") == expectsErrors
        && same(expected.path("data"), answer.path("data"));
  }

  private static boolean same(JsonNode one, JsonNode other) {
    if (nothing(one) || nothing(other)) {
      return nothing(one) && nothing(other);
    }
    return one.equals(
        (left, right) ->
            left.isNumber() && right.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue())
                : left.equals(right) ? 0 : 1,
        other);
  }

  private static boolean nothing(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
