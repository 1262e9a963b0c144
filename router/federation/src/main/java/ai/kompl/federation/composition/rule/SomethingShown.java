package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.Collection;

/** A type that clients see has something that they see. */
final class SomethingShown implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    SchemaModel schema = merged.schema();
    for (TypeNode type : schema.types().values()) {
      boolean nothing =
          switch (type.kind()) {
            case SCALAR -> false;
            case OBJECT, INTERFACE -> allHidden(type.fields().values());
            case INPUT_OBJECT -> allHidden(type.inputs().values());
            case ENUM -> allHidden(type.values().values());
            case UNION ->
                !type.members().isEmpty()
                    && type.members().stream()
                        .allMatch(name -> new Hidden(schema).hiddenType(name));
          };
      if (nothing && Hidden.shown(type)) {
        new MergedReport(merged, sink)
            .error(
                ErrorCode.ONLY_INACCESSIBLE_CHILDREN,
                type.name(),
                "all parts of "
                    + type.name()
                    + " are @inaccessible but the type is not; hide the type too");
      }
    }
  }

  private static boolean allHidden(Collection<? extends Element> parts) {
    return !parts.isEmpty() && parts.stream().allMatch(Hidden::hidden);
  }
}
