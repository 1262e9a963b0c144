package ai.kompl.federation.supergraph;

import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.DirectiveNode;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.EnumValueNode;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a schema as clients see it: built-in directives only. */
public final class ApiWriter {
  private static final Set<String> VISIBLE = Set.of("deprecated", "specifiedBy", "oneOf");

  private final SdlText text = new SdlText();

  private ApiWriter() {}

  /** The schema as SDL, types in order of their names. */
  public static String write(SchemaModel schema) {
    ApiWriter writer = new ApiWriter();
    schema.directives().values().stream()
        .filter(DirectiveNode::executable)
        .forEach(directive -> writer.text.gap().directive(directive));
    schema.types().values().stream()
        .sorted(Comparator.comparing(TypeNode::name))
        .forEach(writer::type);
    return writer.text.toString();
  }

  private static List<String> visible(Element element) {
    return element.directives().stream()
        .filter(applied -> applied.known() == null && VISIBLE.contains(applied.name()))
        .map(Applied::text)
        .toList();
  }

  private void type(TypeNode type) {
    text.gap().description(type.description(), "");
    String head =
        type.kind().keyword()
            + " "
            + type.name()
            + implementing(type)
            + SdlText.after(visible(type));
    switch (type.kind()) {
      case SCALAR -> text.line(head);
      case UNION -> text.line(head + " = " + String.join(" | ", type.members()));
      case OBJECT, INTERFACE -> {
        text.line(head + " {");
        type.fields().values().forEach(field -> text.field(plain(field), visible(field)));
        text.line("}");
      }
      case ENUM -> {
        text.line(head + " {");
        type.values().values().forEach(this::value);
        text.line("}");
      }
      case INPUT_OBJECT -> {
        text.line(head + " {");
        type.inputs().values().forEach(this::input);
        text.line("}");
      }
    }
  }

  private static String implementing(TypeNode type) {
    return type.interfaces().isEmpty()
        ? ""
        : " implements " + String.join(" & ", type.interfaces());
  }

  private static FieldNode plain(FieldNode field) {
    Map<String, InputNode> arguments = new LinkedHashMap<>();
    field
        .arguments()
        .values()
        .forEach(argument ->
            arguments.put(
                argument.name(),
                argument.withDirectives(
                    argument.directives().stream()
                        .filter(
                            applied -> applied.known() == null && VISIBLE.contains(applied.name()))
                        .toList())));
    return field.withArguments(arguments);
  }

  private void value(EnumValueNode value) {
    text.description(value.description(), "  ")
        .line("  " + value.name() + SdlText.after(visible(value)));
  }

  private void input(InputNode input) {
    text.description(input.description(), "  ").line("  " + SdlText.input(input, visible(input)));
  }
}
