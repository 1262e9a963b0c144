package ai.kompl.regops.catalogue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parameters of an OSCAL catalogue and their insertion into prose. A value that is set is
 * written as it is; an open one as the assignment or selection that it asks for, in the brackets
 * that NIST prints.
 */
final class OscalParameters {

  /**
   * {@code {{ insert: param, id }}} of OSCAL 1.0 and the short {@code {{ id }}} of drafts before
   * it.
   */
  private static final Pattern INSERTION =
      Pattern.compile("\\{\\{\\s*(?:insert:\\s*param\\s*,\\s*)?([A-Za-z_][\\w.\\-]*)\\s*}}");

  private static final int MAX_NESTING = 8;

  private static final int MAX_INSERTIONS = 10_000;

  private final Map<String, Parameter> parameters = new HashMap<>();
  private final ProblemLog problems;
  private final int maxLength;

  OscalParameters(ProblemLog problems, CatalogueLimits limits) {
    this.problems = problems;
    this.maxLength = limits.maxTextLength();
  }

  /** What a parameter offers; the first of values, choices and label that is there is written. */
  record Parameter(
      List<String> values, List<String> choices, boolean several, Optional<String> label) {}

  void add(String id, Parameter parameter) {
    parameters.put(id, parameter);
  }

  /** The prose with all parameters filled in. */
  String fill(String prose, Place place) {
    return prose.contains("{{") ? new Filling(place).fill(prose) : prose;
  }

  private static String assignment(String label) {
    return label.startsWith("organization-defined") ? label : "organization-defined " + label;
  }

  /** One text on its way. It gives up for good when it grows or branches beyond all measure. */
  private final class Filling {

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private final Place place;
    private int insertions;
    private boolean exhausted;

    Filling(Place place) {
      this.place = place;
    }

    String fill(String prose) {
      append(prose);
      return text.toString();
    }

    private void append(String prose) {
      var insertion = INSERTION.matcher(prose);
      int from = 0;
      while (insertion.find()) {
        text.append(prose, from, insertion.start());
        from = insertion.end();
        if (exhausted()) {
          return;
        }
        insert(insertion.group(1));
      }
      text.append(prose, from, prose.length());
    }

    /**
     * Parameters may insert each other, each the next one twice: without this stop a short file
     * grows without bound.
     */
    private boolean exhausted() {
      insertions++;
      if (!exhausted && (text.length() > maxLength || insertions > MAX_INSERTIONS)) {
        exhausted = true;
        problems.error(
            ProblemCode.CATALOGUE_TEXT_TOO_LONG,
            "With its parameters filled in this text is longer than " + maxLength + " characters.",
            place);
      }
      return exhausted;
    }

    private void insert(String id) {
      Parameter parameter = parameters.get(id);
      if (parameter == null || open.contains(id) || open.size() >= MAX_NESTING) {
        problems.warn(
            ProblemCode.CATALOGUE_UNKNOWN_PARAMETER,
            "The text inserts the parameter '"
                + id
                + "', which "
                + (parameter == null ? "is not defined." : "inserts itself."),
            place);
        text.append("[Assignment: ").append(id).append(']');
        return;
      }
      open.push(id);
      write(parameter, id);
      open.pop();
    }

    private void write(Parameter parameter, String id) {
      if (!parameter.values().isEmpty()) {
        append(String.join("; ", parameter.values()));
      } else if (!parameter.choices().isEmpty()) {
        text.append(parameter.several() ? "[Selection (one or more): " : "[Selection: ");
        append(String.join("; ", parameter.choices()));
        text.append(']');
      } else {
        text.append("[Assignment: ");
        append(assignment(parameter.label().orElse(id)));
        text.append(']');
      }
    }
  }
}
