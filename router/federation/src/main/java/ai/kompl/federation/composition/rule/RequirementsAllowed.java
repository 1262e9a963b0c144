package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.JoinField;
import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.merge.MergedType;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.FieldSet;
import ai.kompl.federation.composition.subgraph.FieldSetParser;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;

/**
 * A field that reads protected data by {@code @requires} or {@code @fromContext} demands at least
 * what that data demands; otherwise it would show it to callers who may not see it.
 */
final class RequirementsAllowed implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    SchemaModel schema = merged.schema();
    for (MergedType type : merged.types().values()) {
      type.fields()
          .forEach((name, joins) -> {
            FieldNode field = type.node().fields().get(name);
            if (field == null) {
              return;
            }
            AccessNeed need = AccessNeed.of(type.node()).and(AccessNeed.of(field));
            Check check =
                new Check(schema, new MergedReport(merged, sink), type.name() + "." + name, need);
            joins.forEach(join -> check.join(type.name(), join));
          });
    }
  }

  private record Check(
      SchemaModel schema, MergedReport report, String coordinate, AccessNeed need) {

    void join(String type, JoinField join) {
      if (join.requires() != null) {
        fields(type, FieldSetParser.parseChecked(join.requires()), "@requires");
      }
      for (JoinField.ContextArgument argument : join.contextArguments()) {
        for (TypeNode setter : schema.types().values()) {
          boolean sets =
              setter.all(FederationDirective.CONTEXT).stream()
                  .anyMatch(context -> argument.context().equals(context.string("name")));
          if (sets) {
            element(AccessNeed.of(setter), setter.name(), "@fromContext");
            fields(
                setter.name(), FieldSetParser.parseChecked(argument.selection()), "@fromContext");
          }
        }
      }
    }

    private void fields(String type, FieldSet fields, String directive) {
      for (FieldSet.Part part : fields.parts()) {
        switch (part) {
          case FieldSet.Pick pick -> pick(type, pick, directive);
          case FieldSet.Narrow narrow -> {
            String condition = narrow.type() == null ? type : narrow.type();
            element(AccessNeed.of(schema.type(condition)), condition, directive);
            fields(condition, narrow.below(), directive);
          }
        }
      }
    }

    private void pick(String type, FieldSet.Pick pick, String directive) {
      FieldNode field = schema.field(type, pick.name());
      if (field == null) {
        return;
      }
      String base = field.type().baseName();
      element(AccessNeed.of(field), type + "." + field.name(), directive);
      element(AccessNeed.of(schema.type(base)), base, directive);
      fields(base, pick.below(), directive);
    }

    private void element(AccessNeed demanded, String read, String directive) {
      if (!need.implies(demanded)) {
        String message =
            coordinate
                + " reads "
                + read
                + " by "
                + directive
                + " but does not demand what it demands; add its @authenticated, @requiresScopes or @policy to "
                + coordinate;
        report.error(ErrorCode.MISSING_TRANSITIVE_AUTH_REQUIREMENTS, coordinate, message);
      }
    }
  }
}
