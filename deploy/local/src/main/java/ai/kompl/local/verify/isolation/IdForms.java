package ai.kompl.local.verify.isolation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What can be made of an id in the hope that somebody takes it for another. */
final class IdForms {
  private static final int TAG = 8;

  private IdForms() {}

  /**
   * Forms of another tenant's id, by what was done to it.
   *
   * @param foreign the other tenant's
   * @param own one of the attacker's own of the same type
   */
  static Map<String, String> of(String foreign, String own) {
    var forms = new LinkedHashMap<String, String>();
    forms.put("as it is", foreign);
    forms.put("under the own tag", tagged(foreign, tag(own)));
    forms.put("own object under the foreign tag", tagged(own, tag(foreign)));
    forms.put("in Base64", base64(foreign));
    forms.put(
        "URL-encoded", URLEncoder.encode(foreign, StandardCharsets.UTF_8).replace("_", "%5F"));
    forms.put("in upper case", foreign.toUpperCase(Locale.ROOT));
    forms.put("without type and tag", foreign.substring(foreign.lastIndexOf('_') + 1));
    forms.put("after the own id and a NUL", own + "\u0000" + foreign);
    forms.put("behind a blank", " " + foreign);
    forms.put("in full-width digits", fullWidth(foreign));
    return forms;
  }

  /** The id of an object that never was, under the tag of a known id. */
  static String neverWas(String known) {
    int from = known.lastIndexOf('_') + 1;
    char last = known.charAt(known.length() - 1);
    String other = "0".repeat(known.length() - from - 1) + (last == '1' ? '2' : '1');
    return known.substring(0, from) + other;
  }

  /** Whether both are of one type and tenant, as far as they say. */
  static boolean sameTag(String one, String other) {
    return other.startsWith(one.substring(0, one.lastIndexOf('_') + 1))
        && other.length() == one.length();
  }

  private static String tag(String id) {
    int end = id.lastIndexOf('_');
    return id.substring(end - TAG, end);
  }

  private static String tagged(String id, String tag) {
    int end = id.lastIndexOf('_');
    return id.substring(0, end - TAG) + tag + id.substring(end);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String fullWidth(String text) {
    var wide = new StringBuilder();
    text.chars().forEach(c -> wide.append((char) (c >= '0' && c <= '9' ? c + 0xFEE0 : c)));
    return wide.toString();
  }
}
