package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merges input objects: fields that all subgraphs know stay. */
final class InputTypes {
  private static final Absence ABSENCE =
      new Absence(
          "input field",
          HintCode.INCONSISTENT_INPUT_OBJECT_FIELD,
          ErrorCode.REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH);

  private final MergeRun run;

  InputTypes(MergeRun run) {
    this.run = run;
  }

  /** Merged fields and their entries. */
  record Merged(Map<String, InputNode> inputs, Map<String, List<JoinField>> joins) {}

  Merged merge(String type, List<Source<TypeNode>> sources) {
    Set<String> names = new LinkedHashSet<>();
    sources.forEach(source -> names.addAll(source.element().inputs().keySet()));
    Map<String, InputNode> inputs = new LinkedHashMap<>();
    Map<String, List<JoinField>> joins = new LinkedHashMap<>();
    for (String name : names) {
      String coordinate = type + "." + name;
      List<Source<InputNode>> having = having(sources, name);
      Inputs.Merged merged =
          new Inputs(run).merge(coordinate, having, TypeReferences.Place.INPUT_FIELD);
      if (having.size() < sources.size() && !merged.node().has(FederationDirective.INACCESSIBLE)) {
        ABSENCE.report(run.sink(), coordinate, having, Source.names(sources));
        continue;
      }
      inputs.put(name, merged.node());
      if (!merged.allTypesEqual() || having.size() < sources.size()) {
        joins.put(name, entries(having, merged.allTypesEqual()));
      }
    }
    if (inputs.isEmpty()) {
      String message =
          "no field of input "
              + type
              + " is known to all subgraphs that define it; give them a field in common";
      run.sink().error(ErrorCode.EMPTY_MERGED_INPUT_TYPE, message, type, Source.positions(sources));
    }
    return new Merged(inputs, joins);
  }

  private static List<Source<InputNode>> having(List<Source<TypeNode>> sources, String name) {
    List<Source<InputNode>> having = new ArrayList<>();
    for (Source<TypeNode> source : sources) {
      InputNode input = source.element().inputs().get(name);
      if (input != null) {
        having.add(new Source<>(source.subgraph(), input));
      }
    }
    return having;
  }

  private static List<JoinField> entries(List<Source<InputNode>> having, boolean allTypesEqual) {
    return having.stream()
        .map(source ->
            new JoinField(
                source.name(),
                null,
                null,
                allTypesEqual ? null : source.element().type().toString(),
                false,
                null,
                false,
                null,
                List.of()))
        .toList();
  }
}
