package ai.kompl.local.verify.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.regex.Pattern;

/** Answers without what differs from request to request, so that two refusals can be compared. */
final class Refusals {
  private static final Pattern REQUEST_ID =
      Pattern.compile("\"requestId\":\"[^\"]*\"|\"traceId\":\"[^\"]*\"");
  private static final Pattern OBJECT =
      Pattern.compile(
          "[a-z][a-z-]*_[0-9a-f]{8}_[0-9a-z]{26}|\"version\":[0-9]+|\"[0-9-]{10}T[0-9:.]+Z\"");
  private static final Pattern SAMPLE = Pattern.compile("sample-([A-Za-z]+-)?[0-9]+");

  private Refusals() {}

  /** Whether an answer says that there is no such thing. */
  static boolean isRefusal(JsonNode answer) {
    String text = answer.toString();
    return text.contains("\"NOT_FOUND\"") || text.contains("\"VALIDATION_FAILED\"");
  }

  /** Where two answers part. */
  static String difference(String actual, String expected) {
    int at = 0;
    while (at < Math.min(actual.length(), expected.length())
        && actual.charAt(at) == expected.charAt(at)) {
      at++;
    }
    return cut(actual, at) + " instead of " + cut(expected, at);
  }

  private static String cut(String text, int at) {
    return "..." + text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 100));
  }

  /** The answer without the caller's own input, the request's id, and ids and times of objects. */
  static String plain(JsonNode answer, Collection<String> sent) {
    String text = answer.toString();
    for (String one : sent) {
      text = text.replace(one, "<sent>");
    }
    text = REQUEST_ID.matcher(text).replaceAll("");
    text = OBJECT.matcher(text).replaceAll("<object>");
    return SAMPLE.matcher(text).replaceAll("<sample>");
  }
}
