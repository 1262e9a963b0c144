package ai.kompl.federation.composition.write;

import ai.kompl.federation.composition.subgraph.Applied;
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

  private final Set<String> composed;

  private ApiWriter(Set<String> composed) {
    this.composed = composed;
  }

  /**
   * The schema as SDL, types in order of their names; composed directives are for routers and left
   * out.
   */
  public static String write(SchemaModel schema, Set<String> composed) {
    ApiWriter writer = new ApiWriter(composed);
    schema.directives().values().stream()
        .filter(directive -> directive.executable() && !composed.contains(directive.name()))
        .forEach(directive -> writer.text.gap().directive(directive));
    schema.types().values().stream()
        .sorted(Comparator.comparing(TypeNode::name))
        .forEach(writer::type);
    return writer.text.toString();
  }

  private boolean shown(Applied applied) {
    return applied.known() == null
        && VISIBLE.contains(applied.name())
        && !composed.contains(applied.name());
  }

  private List<String> visible(Element element) {
    return element.directives().stream()
        .filter(applied -> shown(applied))
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

  private FieldNode plain(FieldNode field) {
    Map<String, InputNode> arguments = new LinkedHashMap<>();
    field
        .arguments()
        .values()
        .forEach(argument ->
            arguments.put(
                argument.name(),
                argument.withDirectives(
                    argument.directives().stream().filter(applied -> shown(applied)).toList())));
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
