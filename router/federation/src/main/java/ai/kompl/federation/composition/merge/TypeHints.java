package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.List;

/** Hints on types that differ between subgraphs in ways that a client may notice. */
final class TypeHints {
  private final MergeRun run;

  TypeHints(MergeRun run) {
    this.run = run;
  }

  /** Hints on an entity that is none in some subgraphs. */
  void entity(String type, List<Source<TypeNode>> sources) {
    List<Source<TypeNode>> keyed =
        sources.stream().filter(source -> source.element().entity()).toList();
    if (!keyed.isEmpty() && keyed.size() < sources.size()) {
      List<String> without =
          sources.stream().filter(source -> !source.element().entity()).map(Source::name).toList();
      String message =
          type
              + " is an entity with @key in "
              + String.join(", ", Source.names(keyed))
              + " but has no @key in "
              + String.join(", ", without);
      run.sink().hint(HintCode.INCONSISTENT_ENTITY, message, type, without);
    }
  }

  /** Hints on a field of a value type or interface that some subgraphs lack. */
  void valueField(FieldSources field, TypeKind kind, List<Source<TypeNode>> sources) {
    List<String> lacking =
        sources.stream()
            .filter(source -> field.absent().contains(source.name()) && !allExternal(source))
            .map(Source::name)
            .toList();
    if (!lacking.isEmpty()) {
      HintCode code =
          kind == TypeKind.OBJECT
              ? HintCode.INCONSISTENT_OBJECT_VALUE_TYPE_FIELD
              : HintCode.INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD;
      String message =
          field.coordinate()
              + " is in "
              + String.join(", ", Source.names(field.present()))
              + " but not in "
              + String.join(", ", field.absent())
              + ", which have the type too";
      run.sink().hint(code, message, field.coordinate(), lacking);
    }
  }

  private boolean allExternal(Source<TypeNode> source) {
    TypeNode type = source.element();
    return type.fields().keySet().stream()
        .allMatch(field -> run.externals(source.subgraph()).external(type.name(), field));
  }
}
