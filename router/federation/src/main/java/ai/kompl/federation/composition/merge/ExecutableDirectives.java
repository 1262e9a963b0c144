package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.subgraph.DirectiveNode;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps directives for operations that every subgraph understands, at the places that all of them
 * allow.
 */
final class ExecutableDirectives {
  private static final Set<String> BUILT_IN = Set.of("skip", "include", "defer", "stream");

  private final MergeRun run;

  ExecutableDirectives(MergeRun run) {
    this.run = run;
  }

  Map<String, DirectiveNode> merge() {
    Set<String> names = new LinkedHashSet<>();
    for (Subgraph subgraph : run.subgraphs()) {
      subgraph.schema().directives().values().stream()
          .filter(DirectiveNode::executable)
          .forEach(directive -> names.add(directive.name()));
    }
    names.removeAll(BUILT_IN);
    names.removeAll(run.composed().definitions().keySet());
    Map<String, DirectiveNode> out = new LinkedHashMap<>();
    for (String name : names) {
      DirectiveNode merged = merge(name);
      if (merged != null) {
        out.put(name, merged);
      }
    }
    return out;
  }

  private @Nullable DirectiveNode merge(String name) {
    List<Source<DirectiveNode>> having = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (Subgraph subgraph : run.subgraphs()) {
      DirectiveNode directive = subgraph.schema().directives().get(name);
      if (directive == null) {
        without.add(subgraph.name());
      } else {
        having.add(new Source<>(subgraph, directive));
      }
    }
    if (!without.isEmpty()) {
      hint(
          HintCode.INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE,
          name,
          having,
          "is not part of the supergraph, since "
              + String.join(", ", without)
              + " do not define it");
      return null;
    }
    return intersect(name, having);
  }

  private @Nullable DirectiveNode intersect(String name, List<Source<DirectiveNode>> having) {
    DirectiveNode first = having.getFirst().element();
    Set<String> locations = new LinkedHashSet<>(executable(first));
    boolean repeatable = true;
    boolean sameRepeatable = true;
    boolean sameLocations = true;
    for (Source<DirectiveNode> source : having) {
      sameRepeatable &= source.element().repeatable() == first.repeatable();
      sameLocations &= executable(source.element()).equals(executable(first));
      repeatable &= source.element().repeatable();
      locations.retainAll(executable(source.element()));
    }
    if (locations.isEmpty()) {
      hint(
          HintCode.NO_EXECUTABLE_DIRECTIVE_INTERSECTION,
          name,
          having,
          "is not part of the supergraph, since no place is allowed in all subgraphs");
      return null;
    }
    if (!sameRepeatable) {
      hint(
          HintCode.INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE,
          name,
          having,
          "is repeatable in some subgraphs only and so not in the supergraph");
    }
    if (!sameLocations) {
      hint(
          HintCode.INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS,
          name,
          having,
          "is allowed at different places; the supergraph keeps " + String.join(", ", locations));
    }
    return new DirectiveNode(
        name,
        first.description(),
        arguments(name, having),
        repeatable,
        locations,
        first.position());
  }

  private static Set<String> executable(DirectiveNode directive) {
    Set<String> out = new LinkedHashSet<>();
    directive.locations().stream().filter(DirectiveNode::executableLocation).forEach(out::add);
    return out;
  }

  private Map<String, InputNode> arguments(String name, List<Source<DirectiveNode>> having) {
    List<Source<FieldNode>> carriers = new ArrayList<>();
    for (Source<DirectiveNode> source : having) {
      DirectiveNode directive = source.element();
      carriers.add(
          new Source<>(
              source.subgraph(),
              new FieldNode(
                  name,
                  null,
                  new TypeRef.Named("Boolean"),
                  directive.arguments(),
                  List.of(),
                  directive.position())));
    }
    return new Arguments(run).merge("@" + name, carriers);
  }

  private void hint(HintCode code, String name, List<Source<DirectiveNode>> having, String what) {
    run.sink().hint(code, "the directive @" + name + " " + what, "@" + name, Source.names(having));
  }
}
