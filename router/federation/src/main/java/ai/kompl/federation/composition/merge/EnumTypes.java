package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.subgraph.EnumValueNode;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges enums. Used for output only, all values are kept; for input only, those that all subgraphs
 * know; for both, all subgraphs must agree.
 */
final class EnumTypes {
  private final MergeRun run;

  EnumTypes(MergeRun run) {
    this.run = run;
  }

  /** Merged values and the subgraphs of each. */
  record Merged(Map<String, EnumValueNode> values, Map<String, List<String>> graphs) {}

  Merged merge(String type, List<Source<TypeNode>> sources) {
    if (run.enumUse().inputExample(type) == null && run.enumUse().outputExample(type) == null) {
      run.sink()
          .hint(
              HintCode.UNUSED_ENUM_TYPE,
              "enum "
                  + type
                  + " is used by no field and no argument; it is kept with all its values",
              type,
              Source.names(sources));
    }
    Set<String> names = new LinkedHashSet<>();
    sources.forEach(source -> names.addAll(source.element().values().keySet()));
    Map<String, EnumValueNode> values = new LinkedHashMap<>();
    Map<String, List<String>> graphs = new LinkedHashMap<>();
    for (String name : names) {
      List<Source<EnumValueNode>> having = having(sources, name);
      EnumValueNode merged = mergedValue(type + "." + name, having);
      if (keeps(type, merged, having, sources)) {
        values.put(name, merged);
        graphs.put(name, Source.names(having));
      }
    }
    if (values.isEmpty()) {
      String message =
          "no value of enum "
              + type
              + " is known to all subgraphs that define it; as an input it would have no value";
      run.sink().error(ErrorCode.EMPTY_MERGED_ENUM_TYPE, message, type, Source.positions(sources));
    }
    return new Merged(values, graphs);
  }

  private static List<Source<EnumValueNode>> having(List<Source<TypeNode>> sources, String name) {
    List<Source<EnumValueNode>> having = new ArrayList<>();
    for (Source<TypeNode> source : sources) {
      EnumValueNode value = source.element().values().get(name);
      if (value != null) {
        having.add(new Source<>(source.subgraph(), value));
      }
    }
    return having;
  }

  private EnumValueNode mergedValue(String coordinate, List<Source<EnumValueNode>> having) {
    EnumValueNode first = having.getFirst().element();
    return new EnumValueNode(
        first.name(),
        new Descriptions(run.sink()).merge(coordinate, having),
        run.applications().merge(coordinate, having),
        first.position());
  }

  private boolean keeps(
      String type,
      EnumValueNode value,
      List<Source<EnumValueNode>> having,
      List<Source<TypeNode>> sources) {
    if (having.size() == sources.size()) {
      return true;
    }
    String coordinate = type + "." + value.name();
    String input = run.enumUse().inputExample(type);
    String output = run.enumUse().outputExample(type);
    List<String> without = new ArrayList<>(Source.names(sources));
    without.removeAll(Source.names(having));
    String said =
        coordinate
            + " is in "
            + String.join(", ", Source.names(having))
            + " but not in "
            + String.join(", ", without);
    if (input == null) {
      run.sink()
          .hint(
              HintCode.INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM,
              said + "; it is kept, as the enum is used for output only",
              coordinate,
              without);
      return true;
    }
    if (value.has(FederationDirective.INACCESSIBLE)) {
      return true;
    }
    if (output == null) {
      run.sink()
          .hint(
              HintCode.INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM,
              said + "; it is dropped, as the enum is used for input",
              coordinate,
              Source.names(having));
      return false;
    }
    String message =
        said
            + "; the enum is used for input ("
            + input
            + ") and output ("
            + output
            + "), so all subgraphs must have the same values";
    run.sink().error(ErrorCode.ENUM_VALUE_MISMATCH, message, coordinate, Source.positions(sources));
    return true;
  }
}
