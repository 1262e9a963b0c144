package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * A place of a schema where directives can be applied, with its location name of the GraphQL
 * specification.
 */
record Place(
    String location, String coordinate, List<Applied> directives, SourcePosition position) {

  private static Place of(String location, String coordinate, Element element) {
    return new Place(location, coordinate, element.directives(), element.position());
  }

  /** Calls back for all places of a subgraph. */
  static void forEach(Subgraph subgraph, Consumer<Place> action) {
    action.accept(
        new Place(
            "SCHEMA",
            "schema",
            subgraph.schema().schemaDirectives(),
            new SourcePosition(subgraph.name(), 1, 1)));
    subgraph
        .schema()
        .directives()
        .values()
        .forEach(directive ->
            directive
                .arguments()
                .values()
                .forEach(argument -> {
                  action.accept(
                      of(
                          "ARGUMENT_DEFINITION",
                          "@" + directive.name() + "(" + argument.name() + ":)",
                          argument));
                }));
    subgraph.schema().types().values().forEach(type -> forEach(type, action));
  }

  private static void forEach(TypeNode type, Consumer<Place> action) {
    action.accept(of(type.kind().name(), type.name(), type));
    for (FieldNode field : type.fields().values()) {
      String coordinate = type.name() + "." + field.name();
      action.accept(of("FIELD_DEFINITION", coordinate, field));
      for (InputNode argument : field.arguments().values()) {
        action.accept(
            of("ARGUMENT_DEFINITION", coordinate + "(" + argument.name() + ":)", argument));
      }
    }
    type.inputs()
        .values()
        .forEach(input ->
            action.accept(of("INPUT_FIELD_DEFINITION", type.name() + "." + input.name(), input)));
    type.values()
        .values()
        .forEach(value -> action.accept(of("ENUM_VALUE", type.name() + "." + value.name(), value)));
  }
}
