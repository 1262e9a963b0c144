package ai.kompl.federation.composition.write;

import ai.kompl.federation.composition.merge.JoinDirective;
import ai.kompl.federation.composition.merge.JoinField;
import ai.kompl.federation.composition.merge.JoinType;
import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.merge.MergedType;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Literals;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.Subgraph;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a merged schema as supergraph SDL after the join specification 0.5. */
public final class JoinWriter {
  private final MergedSchema schema;
  private final SdlText text = new SdlText();

  private JoinWriter(MergedSchema schema) {
    this.schema = schema;
  }

  /** The supergraph as SDL. */
  public static String write(MergedSchema schema) {
    return new JoinWriter(schema).write();
  }

  private String write() {
    schemaElement();
    JoinDefinitions.DIRECTIVES.forEach(definition -> text.gap().line(definition));
    new FeatureDefinitions(schema).definitions().forEach(definition -> text.gap().line(definition));
    schema.directives().values().forEach(directive -> text.gap().directive(directive));
    JoinDefinitions.TYPES.forEach(definition -> text.gap().line(definition));
    graphEnum();
    schema.types().values().forEach(this::type);
    return text.toString();
  }

  private void schemaElement() {
    text.line("schema");
    new FeatureDefinitions(schema).links().forEach(link -> text.line("  " + link));
    bound(schema.schemaDirectives()).forEach(directive -> text.line("  " + directive));
    text.line("{");
    for (String root : SchemaModel.ROOTS) {
      if (schema.types().containsKey(root)) {
        text.line("  " + root.toLowerCase(Locale.ROOT) + ": " + root);
      }
    }
    text.line("}");
  }

  private void graphEnum() {
    text.gap().line("enum join__Graph {");
    for (Subgraph subgraph : schema.subgraphs()) {
      text.line(
          "  "
              + graph(subgraph.name())
              + " @join__graph(name: "
              + Literals.quote(subgraph.name())
              + ", url: "
              + Literals.quote(subgraph.url())
              + ")");
    }
    text.line("}");
  }

  private String graph(String subgraph) {
    return schema.graphs().getOrDefault(subgraph, subgraph);
  }

  private void type(MergedType type) {
    String keyword = type.node().kind().keyword();
    String implementing =
        type.node().interfaces().isEmpty()
            ? ""
            : " implements " + String.join(" & ", type.node().interfaces());
    text.gap()
        .description(type.node().description(), "")
        .line(keyword + " " + type.name() + implementing);
    typeDirectives(type).forEach(directive -> text.line("  " + directive));
    switch (type.node().kind()) {
      case SCALAR -> {}
      case UNION -> text.line(" = " + String.join(" | ", type.node().members()));
      case OBJECT, INTERFACE ->
          block(() -> type.node().fields().values().forEach(field -> field(type, field)));
      case ENUM -> block(() -> values(type));
      case INPUT_OBJECT ->
          block(() -> type.node().inputs().values().forEach(input -> input(type, input)));
    }
  }

  private void block(Runnable lines) {
    text.line("{");
    lines.run();
    text.line("}");
  }

  private List<String> typeDirectives(MergedType type) {
    List<String> all = new ArrayList<>();
    type.implementing()
        .forEach((name, graphs) ->
            graphs.forEach(graph ->
                all.add(
                    "@join__implements(graph: "
                        + graph(graph)
                        + ", interface: "
                        + Literals.quote(name)
                        + ")")));
    type.joins().forEach(join -> all.add(text(join)));
    type.members()
        .forEach((member, graphs) ->
            graphs.forEach(graph ->
                all.add(
                    "@join__unionMember(graph: "
                        + graph(graph)
                        + ", member: "
                        + Literals.quote(member)
                        + ")")));
    all.addAll(bound(type.directives().getOrDefault("", List.of())));
    all.addAll(SdlText.directives(type.node().directives()));
    return all;
  }

  private String text(JoinType join) {
    Parts parts = new Parts().add("graph", graph(join.subgraph()));
    parts.addQuoted("key", join.key());
    parts.addFlag("extension", join.extension());
    if (!join.resolvable()) {
      parts.add("resolvable", "false");
    }
    parts.addFlag("isInterfaceObject", join.interfaceObject());
    return parts.applied("join__type");
  }

  private String text(JoinField join) {
    Parts parts = new Parts();
    if (join.subgraph() != null) {
      parts.add("graph", graph(join.subgraph()));
    }
    parts.addQuoted("requires", join.requires());
    parts.addQuoted("provides", join.provides());
    parts.addQuoted("type", join.type());
    parts.addFlag("external", join.external());
    parts.addQuoted("override", join.override());
    parts.addFlag("usedOverridden", join.usedOverridden());
    parts.addQuoted("overrideLabel", join.overrideLabel());
    if (!join.contextArguments().isEmpty()) {
      parts.add(
          "contextArguments",
          join.contextArguments().stream()
              .map(JoinWriter::text)
              .collect(Collectors.joining(", ", "[", "]")));
    }
    return parts.applied("join__field");
  }

  private static String text(JoinField.ContextArgument argument) {
    return "{context: "
        + Literals.quote(argument.context())
        + ", name: "
        + Literals.quote(argument.name())
        + ", type: "
        + Literals.quote(argument.type())
        + ", selection: "
        + Literals.quote(argument.selection())
        + "}";
  }

  private List<String> bound(List<JoinDirective> directives) {
    List<String> all = new ArrayList<>();
    for (JoinDirective directive : directives) {
      String graphs =
          directive.subgraphs().stream()
              .map(this::graph)
              .collect(Collectors.joining(", ", "[", "]"));
      String arguments =
          directive.application().arguments().entrySet().stream()
              .map(JoinWriter::argument)
              .collect(Collectors.joining(", ", "{", "}"));
      all.add(
          "@join__directive(graphs: "
              + graphs
              + ", name: "
              + Literals.quote(directive.application().name())
              + ", args: "
              + arguments
              + ")");
    }
    return all;
  }

  private static String argument(Map.Entry<String, Value<?>> entry) {
    return entry.getKey() + ": " + Literals.text(entry.getValue());
  }

  private void field(MergedType type, FieldNode field) {
    List<String> after = new ArrayList<>();
    type.fields().getOrDefault(field.name(), List.of()).forEach(join -> after.add(text(join)));
    after.addAll(bound(type.directives().getOrDefault(field.name(), List.of())));
    after.addAll(SdlText.directives(field.directives()));
    text.field(field, after);
  }

  private void input(MergedType type, InputNode input) {
    List<String> after = new ArrayList<>();
    type.fields().getOrDefault(input.name(), List.of()).forEach(join -> after.add(text(join)));
    after.addAll(SdlText.directives(input.directives()));
    text.description(input.description(), "  ").line("  " + SdlText.input(input, after));
  }

  private void values(MergedType type) {
    type.node()
        .values()
        .values()
        .forEach(value -> {
          List<String> after = new ArrayList<>();
          type.values()
              .getOrDefault(value.name(), List.of())
              .forEach(graph -> after.add("@join__enumValue(graph: " + graph(graph) + ")"));
          for (Applied applied : value.directives()) {
            after.add(applied.text());
          }
          text.description(value.description(), "  ")
              .line("  " + value.name() + SdlText.after(after));
        });
  }

  /** The arguments of one application. */
  private static final class Parts {
    private final List<String> parts = new ArrayList<>();

    Parts add(String name, String value) {
      parts.add(name + ": " + value);
      return this;
    }

    void addQuoted(String name, @Nullable String value) {
      if (value != null) {
        add(name, Literals.quote(value));
      }
    }

    void addFlag(String name, boolean flag) {
      if (flag) {
        add(name, "true");
      }
    }

    String applied(String directive) {
      return parts.isEmpty()
          ? "@" + directive
          : "@" + directive + "(" + String.join(", ", parts) + ")";
    }
  }
}
