package ai.kompl.federation.composition.write;

import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.DirectiveNode;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Literals;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds SDL text part by part; one blank line between definitions, two spaces of indent. */
final class SdlText {
  private final StringBuilder out = new StringBuilder(1 << 14);

  /** A line as it is, with a line end. */
  SdlText line(String text) {
    out.append(text).append('\n');
    return this;
  }

  /** A blank line before everything but the first definition. */
  SdlText gap() {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    return this;
  }

  /** A description as a block string, or nothing. */
  SdlText description(@Nullable String description, String indent) {
    if (description == null) {
      return this;
    }
    out.append(indent).append("\"\"\"\n");
    description
        .replace("\"\"\"", "\\\"\"\"")
        .lines()
        .forEach(line -> out.append(line.isEmpty() ? "" : indent).append(line).append('\n'));
    out.append(indent).append("\"\"\"\n");
    return this;
  }

  /** A field with its arguments and what follows its type. */
  SdlText field(FieldNode field, List<String> after) {
    description(field.description(), "  ");
    out.append("  ").append(field.name());
    arguments(field.arguments().values(), "  ");
    out.append(": ").append(field.type());
    after.forEach(text -> out.append(' ').append(text));
    out.append('\n');
    return this;
  }

  /** An argument list in parentheses, or nothing; on lines of their own when one is described. */
  void arguments(Collection<InputNode> arguments, String indent) {
    if (arguments.isEmpty()) {
      return;
    }
    boolean described = arguments.stream().anyMatch(argument -> argument.description() != null);
    if (!described) {
      out.append(
          arguments.stream()
              .map(argument -> input(argument, directives(argument.directives())))
              .collect(Collectors.joining(", ", "(", ")")));
      return;
    }
    out.append("(\n");
    for (InputNode argument : arguments) {
      description(argument.description(), indent + "  ");
      out.append(indent)
          .append("  ")
          .append(input(argument, directives(argument.directives())))
          .append('\n');
    }
    out.append(indent).append(')');
  }

  /** An argument or input field on one line. */
  static String input(InputNode input, List<String> after) {
    String start =
        input.name()
            + ": "
            + input.type()
            + (input.defaultValue() == null ? "" : " = " + Literals.text(input.defaultValue()));
    return after.isEmpty() ? start : start + " " + String.join(" ", after);
  }

  /** Applications as text. */
  static List<String> directives(List<Applied> applied) {
    return applied.stream().map(Applied::text).toList();
  }

  /** The definition of a directive. */
  SdlText directive(DirectiveNode directive) {
    description(directive.description(), "");
    out.append("directive @").append(directive.name());
    arguments(directive.arguments().values(), "");
    out.append(directive.repeatable() ? " repeatable on " : " on ")
        .append(String.join(" | ", directive.locations()))
        .append('\n');
    return this;
  }

  /** A trailing list of directives, each after a space. */
  static String after(List<String> texts) {
    return texts.isEmpty() ? "" : " " + String.join(" ", texts);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
