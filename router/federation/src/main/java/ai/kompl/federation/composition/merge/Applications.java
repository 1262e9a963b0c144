package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.DirectiveNode;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Literals;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.Version;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges applied directives: those of federation that the supergraph carries, built-in ones and
 * composed ones.
 */
final class Applications {
  /** Directives that say who may see an element. */
  static final List<FederationDirective> ACCESS =
      List.of(
          FederationDirective.AUTHENTICATED,
          FederationDirective.REQUIRES_SCOPES,
          FederationDirective.POLICY);

  private static final Set<FederationDirective> CARRIED =
      Set.of(
          FederationDirective.TAG,
          FederationDirective.INACCESSIBLE,
          FederationDirective.AUTHENTICATED,
          FederationDirective.REQUIRES_SCOPES,
          FederationDirective.POLICY,
          FederationDirective.COST,
          FederationDirective.LIST_SIZE,
          FederationDirective.CONTEXT);

  private static final Set<String> BUILT_IN = Set.of("deprecated", "specifiedBy", "oneOf");

  private final ComposedDirectives composed;
  private final ProblemSink sink;
  private final Map<FederationDirective, String> used = new LinkedHashMap<>();

  Applications(ComposedDirectives composed, ProblemSink sink) {
    this.composed = composed;
    this.sink = sink;
  }

  /** Federation directives met so far, with the names that the supergraph gives them. */
  Map<FederationDirective, String> used() {
    return used;
  }

  /** Whether applications of this directive go to the supergraph. */
  boolean carried(Subgraph subgraph, Applied applied) {
    if (applied.known() != null) {
      return CARRIED.contains(applied.known());
    }
    return BUILT_IN.contains(applied.name()) || composed.composes(subgraph, applied.name());
  }

  /** Merges what all sources apply. */
  List<Applied> merge(String coordinate, List<? extends Source<? extends Element>> sources) {
    return merge(coordinate, sources, _ -> true);
  }

  /** Merges with the access requirements of further elements, which hold here too. */
  List<Applied> mergeWithAccess(
      String coordinate,
      List<? extends Source<? extends Element>> sources,
      List<Source<? extends Element>> more) {
    if (more.isEmpty()) {
      return merge(coordinate, sources);
    }
    List<Source<? extends Element>> all =
        Stream.<Source<? extends Element>>concat(sources.stream(), more.stream()).toList();
    List<Applied> out = new ArrayList<>(merge(coordinate, sources, applied -> !access(applied)));
    out.addAll(merge(coordinate, all, Applications::access));
    return out;
  }

  /** Merges the access requirements only. */
  List<Applied> mergeAccess(String coordinate, List<Source<? extends Element>> sources) {
    return merge(coordinate, sources, Applications::access);
  }

  /** Whether the application is an access requirement. */
  static boolean access(Applied applied) {
    return applied.known() != null && ACCESS.contains(applied.known());
  }

  private List<Applied> merge(
      String coordinate,
      List<? extends Source<? extends Element>> sources,
      Predicate<Applied> wanted) {
    Map<String, List<Source<Applied>>> byName = new LinkedHashMap<>();
    for (Source<? extends Element> source : sources) {
      for (Applied applied : source.element().directives()) {
        if (wanted.test(applied) && carried(source.subgraph(), applied)) {
          Applied named = inSupergraph(source.subgraph(), applied);
          byName
              .computeIfAbsent(named.name(), _ -> new ArrayList<>())
              .add(new Source<>(source.subgraph(), named));
        }
      }
    }
    List<Applied> out = new ArrayList<>();
    byName.forEach((name, applications) -> out.addAll(mergeOne(coordinate, name, applications)));
    return out;
  }

  private Applied inSupergraph(Subgraph subgraph, Applied applied) {
    FederationDirective known = applied.known();
    if (known == null) {
      return applied;
    }
    String local = applied.name();
    String name = local.contains("__") ? known.specName() : local;
    used.putIfAbsent(known, name);
    if (known != FederationDirective.CONTEXT) {
      return applied.renamed(name);
    }
    Map<String, Value<?>> arguments = new LinkedHashMap<>();
    arguments.put("name", Literals.string(subgraph.name() + "__" + applied.string("name")));
    return new Applied(name, known, arguments, applied.position());
  }

  private List<Applied> mergeOne(
      String coordinate, String name, List<Source<Applied>> applications) {
    Applied first = applications.getFirst().element();
    DirectiveNode definition = definition(first);
    Map<String, List<Source<Applied>>> distinct = new LinkedHashMap<>();
    for (Source<Applied> application : applications) {
      distinct
          .computeIfAbsent(meaning(application.element(), definition), _ -> new ArrayList<>())
          .add(application);
    }
    if (distinct.size() == 1 || (definition != null && definition.repeatable())) {
      return distinct.values().stream().map(group -> group.getFirst().element()).toList();
    }
    if (ArgumentStrategy.merges(first.known())) {
      String message =
          "@"
              + name
              + " is applied to "
              + coordinate
              + " with different arguments ("
              + differing(applications)
              + "); they were merged";
      sink.hint(
          HintCode.MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS,
          message,
          coordinate,
          subgraphs(applications));
      return List.of(mergedArguments(distinct, first, definition));
    }
    List<Source<Applied>> winners =
        distinct.values().stream()
            .reduce((best, next) -> next.size() > best.size() ? next : best)
            .orElse(applications);
    String message =
        "@"
            + name
            + " is applied to "
            + coordinate
            + " with different arguments ("
            + differing(applications)
            + "); the supergraph takes "
            + winners.getFirst().element().text();
    sink.hint(
        HintCode.INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS,
        message,
        coordinate,
        subgraphs(applications));
    return List.of(winners.getFirst().element());
  }

  private static List<String> subgraphs(List<Source<Applied>> applications) {
    return Source.names(applications).stream().distinct().toList();
  }

  private static String differing(List<Source<Applied>> applications) {
    return Source.grouped(applications, Applied::text);
  }

  private @Nullable DirectiveNode definition(Applied applied) {
    FederationDirective known = applied.known();
    if (known != null) {
      return known.definition(new Version(2, 99), applied.name());
    }
    return composed.definition(applied.name());
  }

  /** Applications that say the same give the same text, whether a default is spelled out or not. */
  private static String meaning(Applied applied, @Nullable DirectiveNode definition) {
    Map<String, String> texts = new TreeMap<>();
    if (definition != null) {
      for (InputNode argument : definition.arguments().values()) {
        if (argument.defaultValue() != null) {
          texts.put(argument.name(), Literals.text(argument.defaultValue()));
        }
      }
    }
    if (applied.name().equals("deprecated")) {
      texts.put("reason", "\"No longer supported\"");
    }
    applied.arguments().forEach((name, value) -> texts.put(name, Literals.text(value)));
    return texts.toString();
  }

  private static Applied mergedArguments(
      Map<String, List<Source<Applied>>> distinct,
      Applied first,
      @Nullable DirectiveNode definition) {
    Set<String> names = new LinkedHashSet<>();
    if (definition != null) {
      names.addAll(definition.arguments().keySet());
    }
    Map<String, Value<?>> merged = new LinkedHashMap<>();
    for (String name : names) {
      List<Value<?>> values = new ArrayList<>();
      for (List<Source<Applied>> group : distinct.values()) {
        Value<?> value = group.getFirst().element().arguments().get(name);
        if (value != null) {
          values.add(value);
        }
      }
      Value<?> value = ArgumentStrategy.merge(name, values);
      if (value != null) {
        merged.put(name, value);
      }
    }
    return new Applied(first.name(), first.known(), merged, first.position());
  }
}
