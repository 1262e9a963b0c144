package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merges the arguments of a field: those that all subgraphs know stay. */
final class Arguments {
  private static final Absence ABSENCE =
      new Absence(
          "argument",
          HintCode.INCONSISTENT_ARGUMENT_PRESENCE,
          ErrorCode.REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH);

  private final MergeRun run;

  Arguments(MergeRun run) {
    this.run = run;
  }

  Map<String, InputNode> merge(String field, List<Source<FieldNode>> sources) {
    Set<String> names = new LinkedHashSet<>();
    sources.forEach(source -> names.addAll(source.element().arguments().keySet()));
    Map<String, InputNode> out = new LinkedHashMap<>();
    for (String name : names) {
      String coordinate = field + "(" + name + ":)";
      List<Source<InputNode>> having = having(sources, name);
      if (contextual(coordinate, having) || missing(coordinate, sources, having)) {
        continue;
      }
      out.put(
          name, new Inputs(run).merge(coordinate, having, TypeReferences.Place.ARGUMENT).node());
    }
    return out;
  }

  private static List<Source<InputNode>> having(List<Source<FieldNode>> sources, String name) {
    List<Source<InputNode>> having = new ArrayList<>();
    for (Source<FieldNode> source : sources) {
      InputNode argument = source.element().arguments().get(name);
      if (argument != null) {
        having.add(new Source<>(source.subgraph(), argument));
      }
    }
    return having;
  }

  /** An argument that the router fills somewhere is nothing that a client may give. */
  private boolean contextual(String coordinate, List<Source<InputNode>> having) {
    boolean any =
        having.stream().anyMatch(source -> source.element().has(FederationDirective.FROM_CONTEXT));
    if (!any) {
      return false;
    }
    for (Source<InputNode> source : having) {
      if (source.element().has(FederationDirective.FROM_CONTEXT)) {
        continue;
      }
      if (source.element().mandatory()) {
        String message =
            coordinate
                + " is filled from a context in another subgraph but required in "
                + source.name()
                + "; apply @fromContext there too, or make it nullable";
        run.sink()
            .error(
                ErrorCode.CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS,
                message,
                coordinate,
                source.element().position());
      } else {
        String message =
            coordinate
                + " of subgraph "
                + source.name()
                + " is not part of the supergraph, because another subgraph fills it from a context";
        run.sink()
            .hint(
                HintCode.CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS,
                message,
                coordinate,
                List.of(source.name()));
      }
    }
    return true;
  }

  private boolean missing(
      String coordinate, List<Source<FieldNode>> sources, List<Source<InputNode>> having) {
    if (having.size() == sources.size()) {
      return false;
    }
    ABSENCE.report(run.sink(), coordinate, having, Source.names(sources));
    return true;
  }
}
