package ai.kompl.federation.composition.write;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.subgraph.FeatureLink;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Literals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Links and definitions of the features that one supergraph uses. */
final class FeatureDefinitions {
  private static final String TYPE_PLACES =
      "FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION";
  private static final String ACCESS_PLACES =
      "FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM";

  private final MergedSchema schema;

  FeatureDefinitions(MergedSchema schema) {
    this.schema = schema;
  }

  List<String> links() {
    List<String> links = new ArrayList<>();
    links.add("@link(url: \"" + FeatureLink.SPECS + "link/v1.0\")");
    links.add("@link(url: \"" + FeatureLink.SPECS + "join/v0.5\", for: EXECUTION)");
    Map<String, List<FederationDirective>> features = new LinkedHashMap<>();
    schema
        .used()
        .keySet()
        .forEach(directive ->
            features.computeIfAbsent(feature(directive), _ -> new ArrayList<>()).add(directive));
    features.forEach((feature, directives) ->
        links.add(
            "@link(url: \""
                + FeatureLink.SPECS
                + feature
                + "\""
                + imports(feature, directives)
                + purpose(feature)
                + ")"));
    for (MergedSchema.ComposedFeature feature : schema.features()) {
      String imports =
          feature.directives().entrySet().stream()
              .map(entry -> importText("@" + entry.getValue(), "@" + entry.getKey()))
              .collect(Collectors.joining(", ", "[", "]"));
      links.add("@link(url: " + Literals.quote(feature.url()) + ", import: " + imports + ")");
    }
    return links;
  }

  private static String feature(FederationDirective directive) {
    return switch (directive) {
      case TAG -> "tag/v0.3";
      case INACCESSIBLE -> "inaccessible/v0.2";
      case AUTHENTICATED -> "authenticated/v0.1";
      case REQUIRES_SCOPES -> "requiresScopes/v0.1";
      case POLICY -> "policy/v0.1";
      case CONTEXT -> "context/v0.1";
      case COST, LIST_SIZE -> "cost/v0.1";
      case CACHE_TAG -> "cacheTag/v0.1";
      case CONNECT, SOURCE -> "connect/v0.1";
      default ->
          throw new IllegalStateException(
              "@" + directive.specName() + " has no place in a supergraph");
    };
  }

  private static String purpose(String feature) {
    Set<String> security =
        Set.of(
            "inaccessible/v0.2",
            "authenticated/v0.1",
            "requiresScopes/v0.1",
            "policy/v0.1",
            "context/v0.1");
    if (security.contains(feature)) {
      return ", for: SECURITY";
    }
    return feature.startsWith("connect/") ? ", for: EXECUTION" : "";
  }

  /** Imports are needed for what is not called like its feature. */
  private String imports(String feature, List<FederationDirective> directives) {
    String name = feature.substring(0, feature.indexOf('/'));
    boolean plain =
        directives.stream()
            .allMatch(
                directive -> directive.specName().equals(name) && local(directive).equals(name));
    if (plain || name.equals("cacheTag") || name.equals("connect")) {
      return "";
    }
    return directives.stream()
        .map(directive -> importText("@" + directive.specName(), "@" + local(directive)))
        .collect(Collectors.joining(", ", ", import: [", "]"));
  }

  private static String importText(String name, String as) {
    return name.equals(as)
        ? Literals.quote(name)
        : "{name: " + Literals.quote(name) + ", as: " + Literals.quote(as) + "}";
  }

  private String local(FederationDirective directive) {
    return schema.used().getOrDefault(directive, directive.specName());
  }

  List<String> definitions() {
    Set<String> out = new LinkedHashSet<>();
    for (FederationDirective directive : schema.used().keySet()) {
      String start = "directive @" + local(directive);
      switch (directive) {
        case TAG -> out.add(start + "(name: String!) repeatable on " + TYPE_PLACES + " | SCHEMA");
        case INACCESSIBLE -> out.add(start + " on " + TYPE_PLACES);
        case AUTHENTICATED -> out.add(start + " on " + ACCESS_PLACES);
        case REQUIRES_SCOPES -> {
          out.add(start + "(scopes: [[requiresScopes__Scope!]!]!) on " + ACCESS_PLACES);
          out.add("scalar requiresScopes__Scope");
        }
        case POLICY -> {
          out.add(start + "(policies: [[policy__Policy!]!]!) on " + ACCESS_PLACES);
          out.add("scalar policy__Policy");
        }
        case CONTEXT -> {
          out.add(start + "(name: String!) repeatable on INTERFACE | OBJECT | UNION");
          out.add(
              "directive @context__fromContext(field: context__ContextFieldValue) on ARGUMENT_DEFINITION");
          out.add("scalar context__ContextFieldValue");
        }
        case COST ->
            out.add(
                start
                    + "(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR");
        case LIST_SIZE ->
            out.add(
                start
                    + "(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION");
        default -> {}
      }
    }
    return List.copyOf(out);
  }
}
