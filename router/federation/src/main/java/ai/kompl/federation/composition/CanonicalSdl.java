package ai.kompl.federation.composition;

import graphql.language.AstPrinter;
import graphql.language.AstSorter;
import graphql.language.Document;
import graphql.language.Node;
import graphql.language.SchemaDefinition;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;

/**
 * SDL in one order, so that equal schemas have equal text; the schema element is left out when it
 * says the usual.
 */
public final class CanonicalSdl {
  private CanonicalSdl() {}

  /**
   * The same schema in the one order.
   *
   * @throws graphql.parser.InvalidSyntaxException when it is no SDL
   */
  public static String of(String sdl) {
    Document document =
        new Parser()
            .parseDocument(
                ParserEnvironment.newParserEnvironment()
                    .document(sdl)
                    .parserOptions(ParserOptions.getDefaultSdlParserOptions())
                    .build());
    StringBuilder out = new StringBuilder();
    for (Object definition : new AstSorter().sort(document).getDefinitions()) {
      if (!(definition instanceof SchemaDefinition)) {
        out.append(AstPrinter.printAst((Node<?>) definition)).append("\n\n");
      }
    }
    return out.toString();
  }
}
