package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import graphql.language.Definition;
import graphql.language.Directive;
import graphql.language.DirectiveDefinition;
import graphql.language.Document;
import graphql.language.OperationTypeDefinition;
import graphql.language.SDLDefinition;
import graphql.language.SchemaDefinition;
import graphql.language.TypeDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the SDL of one subgraph into a {@link Subgraph}; problems of form go to the sink. */
public final class SdlReader {
  private final ProblemSink sink;

  /** A reader that reports to the sink. */
  public SdlReader(ProblemSink sink) {
    this.sink = sink;
  }

  /** Reads; null when the text is no SDL at all. */
  public @Nullable Subgraph read(String name, String url, String sdl) {
    Document document = parse(name, sdl);
    if (document == null) {
      return null;
    }
    NodeReader unlinked = new NodeReader(name, Links.NONE);
    Links links =
        new LinkReader(sink).read(unlinked.applied(schemaDirectives(document)), defined(document));
    NodeReader nodes = new NodeReader(name, links);
    TypeCollector types = new TypeCollector(nodes, sink);
    for (TypeDefinition<?> definition : document.getDefinitionsOfType(TypeDefinition.class)) {
      types.add(definition);
    }
    Map<String, DirectiveNode> directives = directives(document, nodes);
    checkSpecificationDefinitions(links, directives, types.types());
    directives.keySet().removeIf(directive -> links.known(directive) != null);
    List<Applied> applied = nodes.applied(schemaDirectives(document));
    Map<String, TypeNode> own = new LinkedHashMap<>(types.types());
    own.keySet().removeIf(links::specificationType);
    Map<String, TypeNode> renamed =
        new RootNames(sink).normalise(own, roots(document), new SourcePosition(name, 1, 1));
    return new Subgraph(
        name, url, new SchemaModel(withoutServiceFields(renamed), directives, applied), links);
  }

  private @Nullable Document parse(String name, String sdl) {
    ParserOptions options = ParserOptions.getDefaultSdlParserOptions();
    try {
      Document document =
          new Parser()
              .parseDocument(
                  ParserEnvironment.newParserEnvironment()
                      .document(sdl)
                      .parserOptions(options)
                      .build());
      return onlySdl(document, name) ? document : null;
    } catch (InvalidSyntaxException e) {
      SourcePosition position =
          e.getLocation() == null
              ? SourcePosition.unknown(name)
              : new SourcePosition(name, e.getLocation().getLine(), e.getLocation().getColumn());
      sink.error(ErrorCode.INVALID_GRAPHQL, "[" + name + "] " + e.getMessage(), "", position);
      return null;
    }
  }

  private boolean onlySdl(Document document, String name) {
    for (Definition<?> definition : document.getDefinitions()) {
      if (!(definition instanceof SDLDefinition)) {
        sink.error(
            ErrorCode.INVALID_GRAPHQL,
            "[" + name + "] a schema holds type definitions only, not operations or fragments",
            "",
            new NodeReader(name, Links.NONE).position(definition));
        return false;
      }
    }
    return true;
  }

  private static List<Directive> schemaDirectives(Document document) {
    List<Directive> all = new ArrayList<>();
    document
        .getDefinitionsOfType(SchemaDefinition.class)
        .forEach(schema -> all.addAll(schema.getDirectives()));
    return all;
  }

  private static Set<String> defined(Document document) {
    return document.getDefinitionsOfType(DirectiveDefinition.class).stream()
        .map(DirectiveDefinition::getName)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> roots(Document document) {
    Map<String, String> roots = new LinkedHashMap<>();
    for (SchemaDefinition schema : document.getDefinitionsOfType(SchemaDefinition.class)) {
      for (OperationTypeDefinition operation : schema.getOperationTypeDefinitions()) {
        String root =
            operation.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                + operation.getName().substring(1);
        roots.put(root, operation.getTypeName().getName());
      }
    }
    return roots;
  }

  private Map<String, DirectiveNode> directives(Document document, NodeReader nodes) {
    Map<String, DirectiveNode> found = new LinkedHashMap<>();
    for (DirectiveDefinition definition :
        document.getDefinitionsOfType(DirectiveDefinition.class)) {
      DirectiveNode node = nodes.directive(definition);
      if (found.putIfAbsent(node.name(), node) != null) {
        sink.error(
            ErrorCode.INVALID_GRAPHQL,
            "["
                + node.position().subgraph()
                + "] @"
                + node.name()
                + " is defined twice; keep one definition",
            "@" + node.name(),
            node.position());
      }
    }
    return found;
  }

  private void checkSpecificationDefinitions(
      Links links, Map<String, DirectiveNode> directives, Map<String, TypeNode> types) {
    SpecificationCheck check = new SpecificationCheck(links, sink);
    directives.values().forEach(check::directive);
    types.values().stream()
        .filter(type -> links.specificationType(type.name()))
        .forEach(check::type);
  }

  /** The service fields belong to the protocol between router and subgraph, not to the schema. */
  private static Map<String, TypeNode> withoutServiceFields(Map<String, TypeNode> types) {
    TypeNode query = types.get("Query");
    if (query == null || query.kind() != TypeKind.OBJECT) {
      return types;
    }
    Map<String, FieldNode> fields = new LinkedHashMap<>(query.fields());
    boolean had = fields.keySet().removeAll(Set.of("_service", "_entities"));
    Map<String, TypeNode> out = new LinkedHashMap<>(types);
    if (fields.isEmpty() && (had || query.defined())) {
      out.remove("Query");
    } else {
      out.put("Query", query.withFields(fields));
    }
    return out;
  }
}
