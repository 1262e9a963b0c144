package ai.kompl.federation.supergraph;

import ai.kompl.federation.schema.CompositeType.Facts;
import ai.kompl.federation.schema.CompositeType.GraphFacts;
import ai.kompl.federation.schema.CompositeType.Kind;
import ai.kompl.federation.schema.ContextArgument;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.FieldInSubgraph;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.FieldSetParser;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.SupergraphSchema.RootTypes;
import ai.kompl.federation.schema.SupergraphSchema.Subgraph;
import ai.kompl.federation.schema.TypeInSubgraph;
import ai.kompl.federation.schema.TypeReference;
import graphql.language.AstPrinter;
import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.ImplementingTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.NamedNode;
import graphql.language.ObjectTypeDefinition;
import graphql.language.OperationTypeDefinition;
import graphql.language.SchemaDefinition;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.UnionTypeDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a supergraph document of the join specification, versions 0.1 to 0.5. */
final class JoinReader {
  private final Document document;
  private final FeatureList features;
  private final FeatureList.Feature join;
  private final List<Subgraph> subgraphs;
  private final Map<String, Integer> graphNumbers = new HashMap<>();

  JoinReader(String sdl) {
    this.document = parse(sdl);
    this.features = new FeatureList(links(document));
    FeatureList.Feature found = features.core("join");
    if (found == null || found.major() != 0 || found.minor() > 5) {
      throw new InvalidSupergraphException(
          "no @link to the join specification in a version from 0.1 to 0.5");
    }
    this.join = found;
    this.subgraphs = graphs();
  }

  Supergraph read() {
    List<Facts> facts = new ArrayList<>();
    RootTypes roots = roots();
    for (TypeDefinition<?> type : document.getDefinitionsOfType(TypeDefinition.class)) {
      if (!features.ownsType(type.getName())) {
        switch (type) {
          case ImplementingTypeDefinition<?> composite -> facts.add(fielded(composite, roots));
          case UnionTypeDefinition union -> facts.add(union(union));
          default -> {}
        }
      }
    }
    return new Supergraph(
        new SupergraphSchema(subgraphs, roots, facts),
        features,
        new DirectiveIndex(join.prefix()).read(document),
        document);
  }

  private static Document parse(String sdl) {
    try {
      return new Parser()
          .parseDocument(
              ParserEnvironment.newParserEnvironment()
                  .document(sdl)
                  .parserOptions(
                      ParserOptions.getDefaultSdlParserOptions()
                          .transform(options -> options.captureSourceLocation(false)))
                  .build());
    } catch (InvalidSyntaxException wrong) {
      throw new InvalidSupergraphException("it does not parse: " + wrong.getMessage(), wrong);
    }
  }

  private static List<AppliedDirective> links(Document document) {
    List<AppliedDirective> links = new ArrayList<>();
    for (SchemaDefinition schema : document.getDefinitionsOfType(SchemaDefinition.class)) {
      for (AppliedDirective applied : applied(schema.getDirectives())) {
        String url = applied.text("url");
        if (applied.name().equals("core") || (url != null && applied.name().equals("link"))) {
          links.add(applied);
        }
      }
    }
    return links;
  }

  private static List<AppliedDirective> applied(List<graphql.language.Directive> directives) {
    return directives.stream().map(AppliedDirective::read).toList();
  }

  private List<Subgraph> graphs() {
    List<Subgraph> result = new ArrayList<>();
    for (EnumTypeDefinition type : document.getDefinitionsOfType(EnumTypeDefinition.class)) {
      if (type.getName().equals(join.prefix() + "__Graph")) {
        for (EnumValueDefinition value : type.getEnumValueDefinitions()) {
          graphNumbers.put(value.getName(), result.size());
          result.add(graph(value));
        }
      }
    }
    if (result.isEmpty()) {
      throw new InvalidSupergraphException("enum " + join.prefix() + "__Graph lists no subgraph");
    }
    return result;
  }

  private Subgraph graph(EnumValueDefinition value) {
    for (AppliedDirective applied : applied(value.getDirectives())) {
      String name = applied.text("name");
      if (applied.name().equals(join.directive("graph")) && name != null) {
        String url = applied.text("url");
        return new Subgraph(value.getName(), name, url == null ? "" : url);
      }
    }
    throw new InvalidSupergraphException(value.getName() + " has no @join__graph with a name");
  }

  private RootTypes roots() {
    Map<String, String> names = new HashMap<>();
    for (SchemaDefinition schema : document.getDefinitionsOfType(SchemaDefinition.class)) {
      for (OperationTypeDefinition operation : schema.getOperationTypeDefinitions()) {
        names.put(operation.getName(), operation.getTypeName().getName());
      }
    }
    String query = names.get("query");
    if (query == null) {
      throw new InvalidSupergraphException("the schema has no query type");
    }
    return new RootTypes(query, names.get("mutation"), names.get("subscription"));
  }

  private Facts fielded(ImplementingTypeDefinition<?> type, RootTypes roots) {
    List<AppliedDirective> applied = applied(type.getDirectives());
    List<@Nullable GraphFacts> graphs = graphFacts(applied, type, roots);
    List<FieldDefinition> fields = new ArrayList<>();
    String owner = owner(applied);
    for (graphql.language.FieldDefinition field : type.getFieldDefinitions()) {
      fields.add(field(field, graphs, owner));
    }
    return new Facts(
        type.getName(),
        type instanceof ObjectTypeDefinition ? Kind.OBJECT : Kind.INTERFACE,
        type.hasDirective(features.directiveNameOf("inaccessible")),
        names(type.getImplements()),
        fields,
        contexts(applied),
        graphs);
  }

  private Facts union(UnionTypeDefinition type) {
    List<AppliedDirective> applied = applied(type.getDirectives());
    List<@Nullable GraphFacts> graphs = new ArrayList<>();
    List<String> all = names(type.getMemberTypes());
    boolean perGraph = join.minor() >= 3;
    boolean anyGraph = has(applied, "type");
    for (int subgraph = 0; subgraph < subgraphs.size(); subgraph++) {
      int number = subgraph;
      List<String> members =
          perGraph ? valuesIn(applied, "unionMember", "member", number) : List.copyOf(all);
      boolean there =
          !anyGraph || applied.stream().anyMatch(directive -> isIn(directive, "type", number));
      graphs.add(there ? new GraphFacts(List.of(), false, members, List.of()) : null);
    }
    return new Facts(
        type.getName(),
        Kind.UNION,
        type.hasDirective(features.directiveNameOf("inaccessible")),
        List.of(),
        List.of(),
        contexts(applied),
        graphs);
  }

  private List<String> contexts(List<AppliedDirective> applied) {
    List<String> contexts = new ArrayList<>();
    for (AppliedDirective directive : applied) {
      String name = directive.text("name");
      if (name != null && directive.name().equals(features.directiveNameOf("context"))) {
        contexts.add(name);
      }
    }
    return contexts;
  }

  private List<@Nullable GraphFacts> graphFacts(
      List<AppliedDirective> applied, ImplementingTypeDefinition<?> type, RootTypes roots) {
    List<@Nullable GraphFacts> result = new ArrayList<>();
    boolean everywhere =
        !has(applied, "type") || (join.minor() == 1 && roots.contains(type.getName()));
    for (int subgraph = 0; subgraph < subgraphs.size(); subgraph++) {
      List<TypeInSubgraph.Key> keys = new ArrayList<>();
      boolean there = everywhere;
      boolean interfaceObject = false;
      for (AppliedDirective directive : applied) {
        if (isIn(directive, "type", subgraph)) {
          there = true;
          interfaceObject |= directive.flag("isInterfaceObject", false);
          String key = directive.text("key");
          if (key != null) {
            keys.add(new TypeInSubgraph.Key(fieldSet(key), directive.flag("resolvable", true)));
          }
        }
      }
      List<String> implemented =
          join.minor() >= 3
              ? valuesIn(applied, "implements", "interface", subgraph)
              : names(type.getImplements());
      result.add(there ? new GraphFacts(keys, interfaceObject, List.of(), implemented) : null);
    }
    return result;
  }

  private FieldDefinition field(
      graphql.language.FieldDefinition field,
      List<@Nullable GraphFacts> graphs,
      @Nullable String owner) {
    TypeReference type = typeOf(field.getType());
    List<AppliedDirective> applied =
        applied(field.getDirectives()).stream()
            .filter(directive -> directive.name().equals(join.directive("field")))
            .toList();
    List<@Nullable FieldInSubgraph> bySubgraph = new ArrayList<>();
    for (int subgraph = 0; subgraph < subgraphs.size(); subgraph++) {
      boolean owned = owner == null || number(owner) == subgraph;
      boolean there = applied.isEmpty() && graphs.get(subgraph) != null && owned;
      bySubgraph.add(there ? new FieldInSubgraph(type, false, null, null, null, List.of()) : null);
    }
    for (AppliedDirective directive : applied) {
      String graph = directive.text("graph");
      if (graph != null) {
        bySubgraph.set(number(graph), fieldIn(directive, type));
      }
    }
    return new FieldDefinition(
        field.getName(),
        type,
        field.hasDirective(features.directiveNameOf("inaccessible")),
        field.getInputValueDefinitions().stream()
            .map(InputValueDefinition::getName)
            .collect(Collectors.toSet()),
        bySubgraph);
  }

  private static FieldInSubgraph fieldIn(AppliedDirective directive, TypeReference type) {
    String own = directive.text("type");
    String label = directive.text("overrideLabel");
    return new FieldInSubgraph(
        own == null ? type : TypeReference.parse(own),
        directive.flag("external", false) || directive.flag("usedOverridden", false),
        optionalFieldSet(directive.text("requires")),
        optionalFieldSet(directive.text("provides")),
        label == null
            ? null
            : new FieldInSubgraph.OverrideLabel(label, directive.text("override") != null),
        contextArguments(directive));
  }

  private static List<ContextArgument> contextArguments(AppliedDirective field) {
    List<ContextArgument> arguments = new ArrayList<>();
    if (field.arguments().get("contextArguments") instanceof List<?> given) {
      for (Object one : given) {
        if (one instanceof Map<?, ?> argument) {
          arguments.add(
              new ContextArgument(
                  part(argument, "name"),
                  part(argument, "type"),
                  part(argument, "context"),
                  fieldSet(withoutBraces(part(argument, "selection")))));
        }
      }
    }
    return arguments;
  }

  private static String part(Map<?, ?> contextArgument, String name) {
    if (contextArgument.get(name) instanceof String text) {
      return text;
    }
    throw new InvalidSupergraphException("a context argument has no " + name);
  }

  private static String withoutBraces(String selection) {
    String text = selection.strip();
    return text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
  }

  private static @Nullable FieldSet optionalFieldSet(@Nullable String text) {
    return text == null || text.isBlank() ? null : fieldSet(text);
  }

  private static FieldSet fieldSet(String text) {
    try {
      return FieldSetParser.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new InvalidSupergraphException(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private @Nullable String owner(List<AppliedDirective> applied) {
    for (AppliedDirective directive : applied) {
      if (directive.name().equals(join.directive("owner"))) {
        return directive.text("graph");
      }
    }
    return null;
  }

  private boolean has(List<AppliedDirective> applied, String joinDirective) {
    String name = join.directive(joinDirective);
    return applied.stream().anyMatch(directive -> directive.name().equals(name));
  }

  private boolean isIn(AppliedDirective directive, String joinDirective, int subgraph) {
    String graph = directive.text("graph");
    return directive.name().equals(join.directive(joinDirective))
        && graph != null
        && number(graph) == subgraph;
  }

  private List<String> valuesIn(
      List<AppliedDirective> applied, String joinDirective, String argument, int subgraph) {
    List<String> values = new ArrayList<>();
    for (AppliedDirective directive : applied) {
      String value = directive.text(argument);
      if (value != null && isIn(directive, joinDirective, subgraph)) {
        values.add(value);
      }
    }
    return values;
  }

  private int number(String graph) {
    Integer number = graphNumbers.get(graph);
    if (number == null) {
      throw new InvalidSupergraphException("unknown subgraph " + graph);
    }
    return number;
  }

  private static TypeReference typeOf(Type<?> type) {
    return TypeReference.parse(AstPrinter.printAst(type));
  }

  @SuppressWarnings("rawtypes") // graphql-java's own signatures use the raw Type
  private static List<String> names(List<Type> types) {
    List<String> names = new ArrayList<>();
    for (Type<?> type : types) {
      if (type instanceof NamedNode<?> named) {
        names.add(named.getName());
      }
    }
    return names;
  }
}
