package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.EnumValueNode;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import graphql.language.ArrayValue;
import graphql.language.EnumValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.Value;
import java.util.Collection;

/** A default that clients see uses no enum value or input field that they do not see. */
final class HiddenNotInDefaults implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    SchemaModel schema = merged.schema();
    Check check = new Check(schema, new MergedReport(merged, sink));
    for (TypeNode type : schema.types().values()) {
      if (Hidden.hidden(type)) {
        continue;
      }
      check.inputs(type.name(), type.inputs().values());
      for (FieldNode field : type.fields().values()) {
        if (Hidden.shown(field)) {
          check.inputs(type.name() + "." + field.name(), field.arguments().values());
        }
      }
    }
  }

  private record Check(SchemaModel schema, MergedReport report) {

    void inputs(String owner, Collection<InputNode> inputs) {
      for (InputNode input : inputs) {
        if (input.defaultValue() != null && Hidden.shown(input)) {
          value(owner + "." + input.name(), input.type().baseName(), input.defaultValue());
        }
      }
    }

    private void value(String coordinate, String typeName, Value<?> value) {
      TypeNode type = schema.type(typeName);
      if (type == null) {
        return;
      }
      switch (value) {
        case EnumValue name -> {
          EnumValueNode node = type.values().get(name.getName());
          if (node != null) {
            use(coordinate, typeName + "." + name.getName(), node);
          }
        }
        case ArrayValue array ->
            array.getValues().forEach(item -> value(coordinate, typeName, item));
        case ObjectValue object ->
            object.getObjectFields().forEach(field -> field(coordinate, type, field));
        default -> {}
      }
    }

    private void field(String coordinate, TypeNode type, ObjectField field) {
      InputNode input = type.inputs().get(field.getName());
      if (input != null) {
        use(coordinate, type.name() + "." + input.name(), input);
        value(coordinate, input.type().baseName(), field.getValue());
      }
    }

    private void use(String coordinate, String used, Element element) {
      if (Hidden.hidden(element)) {
        report.error(
            ErrorCode.DEFAULT_VALUE_USES_INACCESSIBLE,
            coordinate,
            used
                + " is @inaccessible but the default of "
                + coordinate
                + ", which clients see, uses it; change the default or show "
                + used);
      }
    }
  }
}
