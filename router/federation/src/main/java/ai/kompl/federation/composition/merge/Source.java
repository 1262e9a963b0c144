package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.Subgraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An element in one of the subgraphs that define it. */
record Source<E>(Subgraph subgraph, E element) {

  String name() {
    return subgraph.name();
  }

  static List<String> names(List<? extends Source<?>> sources) {
    return sources.stream().map(Source::name).toList();
  }

  static List<SourcePosition> positions(List<? extends Source<? extends Element>> sources) {
    return sources.stream().map(source -> source.element().position()).toList();
  }

  /** Such as {@code Int in a, b; String in c}. */
  static <E> String grouped(List<Source<E>> sources, Function<E, String> aspect) {
    return sources.stream()
        .collect(
            Collectors.groupingBy(
                source -> aspect.apply(source.element()),
                LinkedHashMap::new,
                Collectors.mapping(Source::name, Collectors.joining(", "))))
        .entrySet()
        .stream()
        .map(entry -> entry.getKey() + " in " + entry.getValue())
        .collect(Collectors.joining("; "));
  }
}
