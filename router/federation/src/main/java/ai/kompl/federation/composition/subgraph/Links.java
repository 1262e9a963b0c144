package ai.kompl.federation.composition.subgraph;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All features that a document links, and what its names mean through them.
 *
 * @param defined names of directives that the document defines itself; in federation 1 such a
 *     definition makes later federation directives known
 */
public record Links(List<FeatureLink> features, Set<String> defined) {
  /** Names below the Apollo specifications that composition understands. */
  static final Set<String> KNOWN_FEATURES =
      Set.of(
          "link",
          "core",
          "federation",
          "tag",
          "inaccessible",
          "authenticated",
          "requiresScopes",
          "policy",
          "cost",
          "context",
          "cacheTag",
          "connect");

  /** No links: a federation 1 document. */
  public static final Links NONE = new Links(List.of(), Set.of());

  /** The version that federation 1 documents are taken for. */
  private static final Version FIRST = new Version(2, 0);

  private static final Set<FederationDirective> OF_FEDERATION_ONE =
      Set.of(
          FederationDirective.KEY,
          FederationDirective.REQUIRES,
          FederationDirective.PROVIDES,
          FederationDirective.EXTERNAL,
          FederationDirective.EXTENDS,
          FederationDirective.TAG,
          FederationDirective.LINK);

  private static final Set<FederationDirective> WHEN_DEFINED =
      Set.of(
          FederationDirective.SHAREABLE,
          FederationDirective.INACCESSIBLE,
          FederationDirective.OVERRIDE,
          FederationDirective.COMPOSE_DIRECTIVE,
          FederationDirective.INTERFACE_OBJECT);

  /** Copies the list. */
  public Links {
    features = List.copyOf(features);
    defined = Set.copyOf(defined);
  }

  /** The link to federation 2, or null in a federation 1 document. */
  public @Nullable FeatureLink federation() {
    return feature(FeatureLink.FEDERATION);
  }

  /** The link of that identity, or null. */
  public @Nullable FeatureLink feature(String identity) {
    for (FeatureLink link : features) {
      if (link.identity().equals(identity)) {
        return link;
      }
    }
    return null;
  }

  /** The federation version linked; 2.0 for a federation 1 document. */
  public Version version() {
    FeatureLink link = federation();
    return link == null ? FIRST : link.version();
  }

  /** Whether the document is one of federation 1. */
  public boolean federationOne() {
    return federation() == null;
  }

  /** What a local directive name means, or null when it is not a federation directive here. */
  public @Nullable FederationDirective known(String local) {
    for (FeatureLink link : features) {
      FederationDirective directive = knownIn(link, local);
      if (directive != null) {
        return directive;
      }
    }
    FederationDirective plain = FederationDirective.named(local);
    if (plain == null || plain == FederationDirective.LINK) {
      return plain;
    }
    boolean here =
        OF_FEDERATION_ONE.contains(plain)
            || (WHEN_DEFINED.contains(plain) && defined.contains(local));
    return federationOne() && here ? plain : null;
  }

  private static @Nullable FederationDirective knownIn(FeatureLink link, String local) {
    String inFeature = link.builtIn() ? link.directiveInFeature(local) : null;
    FederationDirective directive = inFeature == null ? null : FederationDirective.named(inFeature);
    if (directive == null) {
      return null;
    }
    return switch (link.name()) {
      case "federation" -> directive.in(link.version()) ? directive : null;
      case "link", "core" -> directive == FederationDirective.LINK ? directive : null;
      case "cost" ->
          directive == FederationDirective.COST || directive == FederationDirective.LIST_SIZE
              ? directive
              : null;
      case "context" ->
          directive == FederationDirective.CONTEXT || directive == FederationDirective.FROM_CONTEXT
              ? directive
              : null;
      case "connect" ->
          directive == FederationDirective.CONNECT || directive == FederationDirective.SOURCE
              ? directive
              : null;
      default -> directive.specName().equals(link.name()) ? directive : null;
    };
  }

  /** The name under which this document knows a federation directive. */
  public String localName(FederationDirective directive) {
    FeatureLink own = feature(FeatureLink.SPECS + directive.specName());
    FeatureLink link = own == null ? federation() : own;
    return link == null ? directive.specName() : link.localDirective(directive.specName());
  }

  /** The custom feature that a local directive name comes from, or null. */
  public @Nullable FeatureLink featureOfDirective(String local) {
    for (FeatureLink link : features) {
      if (link.directiveInFeature(local) != null) {
        return link;
      }
    }
    return null;
  }

  /**
   * Whether a type of that name belongs to a specification and not to the subgraph's own schema.
   */
  public boolean specificationType(String local) {
    if (local.startsWith("link__")
        || local.startsWith("core__")
        || local.startsWith("federation__")
        || local.startsWith("connect__")) {
      return true;
    }
    if (Set.of("_Any", "_Entity", "_Service", "_FieldSet").contains(local)
        || (federationOne() && local.equals("FieldSet"))) {
      return true;
    }
    return features.stream().anyMatch(link -> link.builtIn() && link.typeInFeature(local) != null);
  }
}
