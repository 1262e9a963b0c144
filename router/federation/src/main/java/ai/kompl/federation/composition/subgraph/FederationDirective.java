package ai.kompl.federation.composition.subgraph;

import graphql.language.DirectiveDefinition;
import graphql.parser.Parser;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directives of the federation specifications 1 and 2.0 to 2.14, with the version that brought
 * each and its definition in the types of that specification ({@code FieldSet} and the like stand
 * for the linked scalars).
 */
public enum FederationDirective {
  KEY("key", 0, "(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE"),
  REQUIRES("requires", 0, "(fields: FieldSet!) on FIELD_DEFINITION"),
  PROVIDES("provides", 0, "(fields: FieldSet!) on FIELD_DEFINITION"),
  EXTERNAL("external", 0, "(reason: String) on OBJECT | FIELD_DEFINITION"),
  EXTENDS("extends", 0, " on OBJECT | INTERFACE"),
  TAG(
      "tag",
      0,
      "(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION | SCHEMA"),
  SHAREABLE("shareable", 0, " repeatable on OBJECT | FIELD_DEFINITION"),
  INACCESSIBLE(
      "inaccessible",
      0,
      " on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION"),
  OVERRIDE("override", 0, "(from: String!, label: String) on FIELD_DEFINITION"),
  COMPOSE_DIRECTIVE("composeDirective", 1, "(name: String) repeatable on SCHEMA"),
  INTERFACE_OBJECT("interfaceObject", 3, " on OBJECT"),
  AUTHENTICATED("authenticated", 5, " on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM"),
  REQUIRES_SCOPES(
      "requiresScopes",
      5,
      "(scopes: [[Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM"),
  POLICY(
      "policy",
      6,
      "(policies: [[Policy!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM"),
  CONTEXT("context", 8, "(name: String!) repeatable on INTERFACE | OBJECT | UNION"),
  FROM_CONTEXT("fromContext", 8, "(field: ContextFieldValue) on ARGUMENT_DEFINITION"),
  COST(
      "cost",
      9,
      "(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR"),
  LIST_SIZE(
      "listSize",
      9,
      "(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION"),
  CACHE_TAG("cacheTag", 12, "(format: String!) repeatable on OBJECT | FIELD_DEFINITION"),
  CONNECT(
      "connect",
      10,
      "(source: String, id: String, http: ConnectHTTP, batch: ConnectBatch, errors: ConnectorErrors, isSuccess: JSONSelection, selection: JSONSelection, entity: Boolean) repeatable on FIELD_DEFINITION | OBJECT"),
  SOURCE(
      "source",
      10,
      "(name: String!, http: SourceHTTP, errors: ConnectorErrors, isSuccess: JSONSelection) repeatable on SCHEMA"),
  LINK("link", 0, "(url: String, as: String, for: Purpose, import: [Import]) repeatable on SCHEMA");

  private final String specName;
  private final int sinceMinor;
  private final String definition;

  FederationDirective(String specName, int sinceMinor, String rest) {
    this.specName = specName;
    this.sinceMinor = sinceMinor;
    this.definition = "directive @" + specName + rest;
  }

  private DirectiveNode latest() {
    DirectiveDefinition parsed =
        (DirectiveDefinition) new Parser().parseDocument(definition).getDefinitions().getFirst();
    return new NodeReader("federation", Links.NONE).directive(parsed);
  }

  /** The name in its specification, without {@code @}. */
  public String specName() {
    return specName;
  }

  /** Whether the given version of the federation specification has this directive. */
  public boolean in(Version federation) {
    return this != LINK && this != CONNECT && this != SOURCE && federation.minor() >= sinceMinor;
  }

  /** The directive's definition in the given federation version, under a local name. */
  public DirectiveNode definition(Version federation, String localName) {
    DirectiveNode node = latest().renamed(localName);
    if (this == SHAREABLE && federation.minor() < 2) {
      return new DirectiveNode(
          localName, null, node.arguments(), false, node.locations(), node.position());
    }
    if (this == OVERRIDE && federation.minor() < 7) {
      Map<String, InputNode> only = new LinkedHashMap<>(node.arguments());
      only.remove("label");
      return new DirectiveNode(localName, null, only, false, node.locations(), node.position());
    }
    if (this == TAG && federation.minor() < 3) {
      Set<String> places = new LinkedHashSet<>(node.locations());
      places.remove("SCHEMA");
      return new DirectiveNode(localName, null, node.arguments(), true, places, node.position());
    }
    return node;
  }

  /** The directive of that name in its specification, or null. */
  public static @Nullable FederationDirective named(String specName) {
    for (FederationDirective directive : values()) {
      if (directive.specName.equals(specName)) {
        return directive;
      }
    }
    return null;
  }
}
