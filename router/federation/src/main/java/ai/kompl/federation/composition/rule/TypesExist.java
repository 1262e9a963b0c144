package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.Collection;

/**
 * Every type named is defined, and of a kind that fits the place (GraphQL specification 3.6 to
 * 3.10).
 */
final class TypesExist implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Check check = new Check(subgraph, new Report(sink));
    subgraph.schema().types().values().forEach(check::type);
    subgraph
        .schema()
        .directives()
        .values()
        .forEach(directive -> check.inputs("@" + directive.name(), directive.arguments().values()));
  }

  private record Check(Subgraph subgraph, Report report) {

    void type(TypeNode type) {
      for (FieldNode field : type.fields().values()) {
        String coordinate = type.name() + "." + field.name();
        reference(coordinate, field.type().baseName(), field.position(), true);
        inputs(coordinate, field.arguments().values());
      }
      inputs(type.name(), type.inputs().values());
      type.interfaces().forEach(name -> kind(type, name, TypeKind.INTERFACE));
      type.members().forEach(name -> kind(type, name, TypeKind.OBJECT));
      if (SchemaModel.ROOTS.contains(type.name()) && type.kind() != TypeKind.OBJECT) {
        report.invalid(
            type.name(),
            type.position(),
            "the root type " + type.name() + " must be an object type");
      }
    }

    void inputs(String coordinate, Collection<InputNode> inputs) {
      inputs.forEach(input ->
          reference(
              coordinate + "." + input.name(), input.type().baseName(), input.position(), false));
    }

    private void reference(
        String coordinate, String name, SourcePosition position, boolean output) {
      TypeKind kind = subgraph.schema().kind(name);
      if (kind == null && subgraph.links().specificationType(name)) {
        return;
      }
      if (kind == null) {
        report.invalid(
            coordinate, position, "the type " + name + " of " + coordinate + " is not defined");
      } else if (output ? !kind.output() : !kind.input()) {
        report.invalid(
            coordinate,
            position,
            "the type "
                + name
                + " of "
                + coordinate
                + " is "
                + kind.keyword()
                + ", which cannot be used for "
                + (output ? "output" : "input"));
      }
    }

    private void kind(TypeNode type, String name, TypeKind wanted) {
      TypeKind kind = subgraph.schema().kind(name);
      if (kind != wanted) {
        String is = kind == null ? "is not defined" : "is " + kind.keyword();
        report.invalid(
            type.name(),
            type.position(),
            type.name() + " names " + name + ", which must be " + wanted.keyword() + " but " + is);
      }
    }
  }
}
