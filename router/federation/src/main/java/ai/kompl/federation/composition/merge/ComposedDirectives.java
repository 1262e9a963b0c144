package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.DirectiveNode;
import ai.kompl.federation.composition.subgraph.FeatureLink;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Subgraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The custom directives that subgraphs ask to compose by {@code @composeDirective}, checked against
 * each other.
 */
final class ComposedDirectives {
  private static final Set<FederationDirective> COMPOSED_ANYWAY =
      Set.of(
          FederationDirective.TAG,
          FederationDirective.INACCESSIBLE,
          FederationDirective.AUTHENTICATED,
          FederationDirective.REQUIRES_SCOPES,
          FederationDirective.POLICY,
          FederationDirective.CONTEXT);

  /** One request to compose. */
  private record Request(
      Subgraph subgraph,
      FeatureLink feature,
      String local,
      String inFeature,
      Applied application) {}

  private final ProblemSink sink;
  private final List<Subgraph> subgraphs;
  private final List<Request> requests = new ArrayList<>();
  private final Set<String> refusedFeatures = new LinkedHashSet<>();
  private final Map<String, DirectiveNode> definitions = new LinkedHashMap<>();

  ComposedDirectives(List<Subgraph> subgraphs, ProblemSink sink) {
    this.sink = sink;
    this.subgraphs = subgraphs;
    for (Subgraph subgraph : subgraphs) {
      for (Applied applied : subgraph.schema().schemaDirectives()) {
        if (applied.known() == FederationDirective.COMPOSE_DIRECTIVE) {
          read(subgraph, applied);
        }
      }
    }
    checkMajors();
    checkNames();
    requests.forEach(this::define);
  }

  private void read(Subgraph subgraph, Applied applied) {
    String name = applied.string("name");
    if (name == null || name.isEmpty()) {
      refuse(applied, "[" + subgraph.name() + "] @composeDirective needs the name of a directive");
    } else if (!name.startsWith("@")) {
      refuse(
          applied,
          "["
              + subgraph.name()
              + "] @composeDirective names \""
              + name
              + "\" without @; write \"@"
              + name
              + "\"");
    } else {
      readNamed(subgraph, applied, name.substring(1));
    }
  }

  private void readNamed(Subgraph subgraph, Applied applied, String local) {
    FederationDirective known = subgraph.links().known(local);
    FeatureLink feature = subgraph.links().featureOfDirective(local);
    if (known != null && COMPOSED_ANYWAY.contains(known)) {
      String message =
          "@"
              + local
              + " of subgraph "
              + subgraph.name()
              + " is composed anyway; its @composeDirective can be removed";
      sink.hint(
          HintCode.DIRECTIVE_COMPOSITION_INFO, message, "@" + local, List.of(subgraph.name()));
    } else if (known != null) {
      refuse(
          applied,
          "["
              + subgraph.name()
              + "] the federation directive @"
              + local
              + " cannot be composed; remove its @composeDirective");
    } else if (!subgraph.schema().directives().containsKey(local)) {
      refuse(
          applied,
          "["
              + subgraph.name()
              + "] @composeDirective names @"
              + local
              + ", which the subgraph does not define");
    } else if (feature == null) {
      refuse(
          applied,
          "["
              + subgraph.name()
              + "] @"
              + local
              + " cannot be composed because no @link introduces it; link its feature and import it");
    } else {
      requests.add(
          new Request(
              subgraph,
              feature,
              local,
              String.valueOf(feature.directiveInFeature(local)),
              applied));
    }
  }

  private void refuse(Applied applied, String message) {
    sink.error(
        ErrorCode.DIRECTIVE_COMPOSITION_ERROR, message, "@composeDirective", applied.position());
  }

  private void checkMajors() {
    Set<String> identities = new LinkedHashSet<>();
    subgraphs.forEach(subgraph ->
        subgraph.links().features().stream()
            .filter(link -> !link.builtIn())
            .forEach(link -> identities.add(link.identity())));
    for (String identity : identities) {
      Map<Integer, List<String>> users = new LinkedHashMap<>();
      Map<Integer, List<String>> composers = new LinkedHashMap<>();
      for (Subgraph subgraph : subgraphs) {
        FeatureLink link = subgraph.links().feature(identity);
        if (link != null) {
          users
              .computeIfAbsent(link.version().major(), _ -> new ArrayList<>())
              .add(subgraph.name());
          boolean composes =
              requests.stream()
                  .anyMatch(request ->
                      request.subgraph().name().equals(subgraph.name())
                          && request.feature().identity().equals(identity));
          if (composes) {
            composers
                .computeIfAbsent(link.version().major(), _ -> new ArrayList<>())
                .add(subgraph.name());
          }
        }
      }
      reportMajors(identity, users, composers);
    }
  }

  private void reportMajors(
      String identity, Map<Integer, List<String>> users, Map<Integer, List<String>> composers) {
    if (composers.size() > 1) {
      List<String> all = composers.values().stream().flatMap(Collection::stream).toList();
      String message =
          "directives of "
              + identity
              + " are composed from different major versions ("
              + String.join(", ", all)
              + "); agree on one major version";
      sink.error(
          new CompositionError(
              ErrorCode.DIRECTIVE_COMPOSITION_ERROR, message, List.of(), all, List.of()));
      refusedFeatures.add(identity);
    } else if (users.size() > 1) {
      List<String> all = users.values().stream().flatMap(Collection::stream).toList();
      sink.hint(
          HintCode.DIRECTIVE_COMPOSITION_INFO,
          identity + " is linked in different major versions",
          identity,
          all);
    }
  }

  private void checkNames() {
    for (Request one : requests) {
      for (Request other : requests) {
        if (one.application().equals(other.application())) {
          break;
        }
        checkPair(one, other);
      }
      for (Subgraph subgraph : subgraphs) {
        checkOtherUse(one, subgraph);
      }
    }
  }

  private void checkPair(Request one, Request other) {
    boolean sameFeature = one.feature().identity().equals(other.feature().identity());
    if (one.local().equals(other.local())
        && !(sameFeature && one.inFeature().equals(other.inFeature()))) {
      String message =
          "@"
              + one.local()
              + " means "
              + origin(one)
              + " in subgraph "
              + one.subgraph().name()
              + " but "
              + origin(other)
              + " in "
              + other.subgraph().name()
              + "; import one of them under another name";
      sink.error(
          ErrorCode.DIRECTIVE_COMPOSITION_ERROR,
          message,
          "@" + one.local(),
          List.of(one.application().position(), other.application().position()));
    } else if (sameFeature
        && one.inFeature().equals(other.inFeature())
        && !one.local().equals(other.local())) {
      String message =
          origin(one)
              + " is called @"
              + one.local()
              + " in subgraph "
              + one.subgraph().name()
              + " but @"
              + other.local()
              + " in "
              + other.subgraph().name()
              + "; use one name everywhere";
      sink.error(
          ErrorCode.DIRECTIVE_COMPOSITION_ERROR,
          message,
          "@" + one.local(),
          List.of(one.application().position(), other.application().position()));
    }
  }

  private static String origin(Request request) {
    return request.feature().identity() + "#@" + request.inFeature();
  }

  /**
   * A subgraph may know the directive and not compose it; under another name that is likely a slip.
   */
  private void checkOtherUse(Request request, Subgraph other) {
    FeatureLink link = other.links().feature(request.feature().identity());
    boolean composesToo =
        requests.stream().anyMatch(item -> item.subgraph().name().equals(other.name()));
    if (link != null
        && !composesToo
        && link.imports().containsValue("@" + request.inFeature())
        && !link.localDirective(request.inFeature()).equals(request.local())) {
      String message =
          origin(request)
              + " is composed as @"
              + request.local()
              + " but called @"
              + link.localDirective(request.inFeature())
              + " in subgraph "
              + other.name();
      sink.hint(
          HintCode.DIRECTIVE_COMPOSITION_WARN,
          message,
          "@" + request.local(),
          List.of(other.name()));
    }
  }

  private void define(Request request) {
    DirectiveNode definition = request.subgraph().schema().directives().get(request.local());
    FeatureLink latest = latest(request.feature().identity());
    boolean first = !definitions.containsKey(request.local());
    boolean better =
        first
            || (latest != null
                && request.feature().version().equals(latest.version())
                && !fromLatest(request, latest));
    if (definition != null && better) {
      definitions.put(request.local(), definition);
    }
  }

  private boolean fromLatest(Request request, FeatureLink latest) {
    for (Request earlier : requests) {
      if (earlier.application().equals(request.application())) {
        return false;
      }
      if (earlier.local().equals(request.local())
          && earlier.feature().version().equals(latest.version())) {
        return true;
      }
    }
    return false;
  }

  private @Nullable FeatureLink latest(String identity) {
    FeatureLink latest = null;
    for (Request request : requests) {
      if (request.feature().identity().equals(identity)
          && (latest == null || request.feature().version().compareTo(latest.version()) > 0)) {
        latest = request.feature();
      }
    }
    return latest;
  }

  /** Whether applications under this local name go to the supergraph. */
  boolean composes(Subgraph subgraph, String local) {
    FeatureLink feature = subgraph.links().featureOfDirective(local);
    return definitions.containsKey(local)
        && feature != null
        && requests.stream()
            .anyMatch(request ->
                request.local().equals(local)
                    && request.feature().identity().equals(feature.identity()));
  }

  /**
   * The definition that the supergraph takes, from the latest version composed; null when not
   * composed.
   */
  @Nullable DirectiveNode definition(String local) {
    return definitions.get(local);
  }

  /** All definitions by name. */
  Map<String, DirectiveNode> definitions() {
    return definitions;
  }

  /** The features to link in the supergraph. */
  List<MergedSchema.ComposedFeature> features() {
    Map<String, MergedSchema.ComposedFeature> found = new LinkedHashMap<>();
    for (Request request : requests) {
      FeatureLink latest = latest(request.feature().identity());
      if (latest != null && !refusedFeatures.contains(latest.identity())) {
        Map<String, String> names = new LinkedHashMap<>();
        MergedSchema.ComposedFeature before = found.get(latest.identity());
        if (before != null) {
          names.putAll(before.directives());
        }
        names.put(request.local(), request.inFeature());
        found.put(
            latest.identity(),
            new MergedSchema.ComposedFeature(latest.url(), latest.name(), names));
      }
    }
    return List.copyOf(found.values());
  }
}
