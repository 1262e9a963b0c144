package ai.kompl.local.verify.isolation;

import graphql.language.AstPrinter;
import graphql.language.AstTransformer;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.DirectiveDefinition;
import graphql.language.Document;
import graphql.language.Node;
import graphql.language.NodeVisitorStub;
import graphql.language.ObjectTypeDefinition;
import graphql.language.SchemaExtensionDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import graphql.util.TreeTransformerUtil;
import java.util.ArrayList;
import java.util.List;

/** The entities that a subgraph resolves, with a selection of everything it knows of each. */
final class EntityTypes {
  /**
   * One entity type of a subgraph.
   *
   * @param name of the type
   * @param selection a selection set with braces
   */
  record EntityType(String name, String selection) {}

  private static final int DEPTH = 2;

  private EntityTypes() {}

  /** Reads a subgraph's SDL as written. */
  static List<EntityType> of(String sdl) {
    Document document = Parser.parse(sdl);
    GraphQLSchema schema = plain(document);
    var types = new ArrayList<EntityType>();
    for (ObjectTypeDefinition type : document.getDefinitionsOfType(ObjectTypeDefinition.class)) {
      if (type.getDirectives("key").stream().anyMatch(EntityTypes::isResolvable)
          && schema.getType(type.getName()) instanceof GraphQLObjectType object) {
        types.add(
            new EntityType(type.getName(), Selections.of(object, DEPTH).orElse("{ __typename }")));
      }
    }
    return types;
  }

  private static boolean isResolvable(Directive key) {
    return !(key.getArgument("resolvable") != null
        && key.getArgument("resolvable").getValue() instanceof BooleanValue value
        && !value.isValue());
  }

  /** The same types without federation's directives, which plain GraphQL does not know. */
  private static GraphQLSchema plain(Document document) {
    var definitions =
        document.getDefinitions().stream()
            .filter(one ->
                !(one instanceof SchemaExtensionDefinition)
                    && !(one instanceof DirectiveDefinition))
            .toList();
    Node<?> stripped =
        new AstTransformer()
            .transform(
                document.transform(builder -> builder.definitions(definitions)),
                new NodeVisitorStub() {
                  @Override
                  @SuppressWarnings("rawtypes") // the library's own signature
                  public TraversalControl visitDirective(
                      Directive node, TraverserContext<Node> context) {
                    return TreeTransformerUtil.deleteNode(context);
                  }
                });
    return UnExecutableSchemaGenerator.makeUnExecutableSchema(
        new SchemaParser().parse(AstPrinter.printAst(stripped)));
  }
}
