package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** A type has what its interfaces promise (GraphQL specification 3.6, "IsValidImplementation"). */
final class InterfacesImplemented implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Check check = new Check(subgraph, new Report(sink));
    for (TypeNode type : subgraph.schema().types().values()) {
      for (String name : type.interfaces()) {
        TypeNode promised = subgraph.type(name);
        if (promised != null && promised.kind() == TypeKind.INTERFACE) {
          check.implementation(type, promised);
        }
      }
    }
  }

  private record Check(Subgraph subgraph, Report report) {

    void implementation(TypeNode type, TypeNode promised) {
      if (type.name().equals(promised.name())) {
        report.invalid(
            type.name(), type.position(), "interface " + type.name() + " cannot implement itself");
        return;
      }
      for (String parent : promised.interfaces()) {
        if (!type.interfaces().contains(parent)) {
          report.invalid(
              type.name(),
              type.position(),
              type.name()
                  + " must also implement "
                  + parent
                  + ", because "
                  + promised.name()
                  + " does");
        }
      }
      promised.fields().values().forEach(field -> field(type, promised, field));
    }

    private void field(TypeNode type, TypeNode promised, FieldNode wanted) {
      String coordinate = type.name() + "." + wanted.name();
      String from = promised.name() + "." + wanted.name();
      FieldNode field = type.fields().get(wanted.name());
      if (field == null) {
        report.invalid(
            coordinate,
            type.position(),
            type.name()
                + " lacks the field "
                + wanted.name()
                + " of its interface "
                + promised.name());
        return;
      }
      if (!new Subtypes(subgraph.schema()).subtype(field.type(), wanted.type())) {
        report.invalid(
            coordinate,
            field.position(),
            coordinate
                + " is "
                + field.type()
                + ", which does not fit "
                + from
                + " of type "
                + wanted.type());
      }
      arguments(coordinate, field, from, wanted);
    }

    private void arguments(String coordinate, FieldNode field, String from, FieldNode wanted) {
      for (InputNode argument : wanted.arguments().values()) {
        InputNode given = field.arguments().get(argument.name());
        if (given == null || !given.type().equals(argument.type())) {
          report.invalid(
              coordinate,
              field.position(),
              coordinate
                  + " needs the argument "
                  + argument.name()
                  + ": "
                  + argument.type()
                  + " of "
                  + from);
        }
      }
      for (InputNode argument : field.arguments().values()) {
        if (!wanted.arguments().containsKey(argument.name()) && argument.mandatory()) {
          report.invalid(
              coordinate,
              argument.position(),
              "the argument "
                  + argument.name()
                  + " of "
                  + coordinate
                  + " is not in "
                  + from
                  + " and so must be optional");
        }
      }
    }
  }
}
