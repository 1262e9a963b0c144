package ai.kompl.federation.operation;

import ai.kompl.federation.error.EngineErrorCode;
import ai.kompl.federation.error.GraphQlError;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.language.SourceLocation;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.parser.exceptions.ParseCancelledTooDeepException;
import graphql.schema.GraphQLSchema;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses a client's document and checks it against limits and the API schema. */
public final class DocumentReader {
  private static final int MOST_ERRORS = 20;

  private final GraphQLSchema schema;
  private final Limits limits;
  private final ParserOptions parserOptions;

  /** Reads documents for this schema. */
  public DocumentReader(GraphQLSchema schema, Limits limits) {
    this.schema = schema;
    this.limits = limits;
    this.parserOptions =
        ParserOptions.getDefaultOperationParserOptions()
            .transform(options ->
                options
                    .captureIgnoredChars(false)
                    .captureLineComments(false)
                    .maxCharacters(limits.maxCharacters())
                    .maxTokens(limits.maxTokens()));
  }

  /**
   * The operation with its document, valid by the GraphQL specification, section 5.
   *
   * @param operationName which operation; null where the document holds only one
   * @throws RejectedOperationException when it cannot be used
   */
  public SelectedOperation read(String text, @Nullable String operationName) {
    Document document = parse(text);
    OperationDefinition operation = select(document, operationName);
    new LimitCheck(document, limits).check(operation);
    List<ValidationError> wrong =
        new Validator().validateDocument(schema, document, Locale.ENGLISH);
    if (!wrong.isEmpty()) {
      throw new RejectedOperationException(errors(wrong));
    }
    return new SelectedOperation(document, operation);
  }

  /** An operation and the document that holds it and its fragments. */
  public record SelectedOperation(Document document, OperationDefinition operation) {
    /** Whether {@code @defer} stands anywhere in the document. */
    public boolean defers() {
      return defers(document);
    }

    private static boolean defers(Node<?> node) {
      return (node instanceof Directive directive && directive.getName().equals("defer"))
          || node.getChildren().stream().anyMatch(SelectedOperation::defers);
    }
  }

  private Document parse(String text) {
    if (text.length() > limits.maxCharacters()) {
      throw new RejectedOperationException(
          EngineErrorCode.OPERATION_TOO_LARGE,
          "The document has more than " + limits.maxCharacters() + " characters.");
    }
    try {
      return new Parser()
          .parseDocument(
              ParserEnvironment.newParserEnvironment()
                  .document(text)
                  .parserOptions(parserOptions)
                  .build());
    } catch (ParseCancelledTooDeepException tooDeep) {
      throw new RejectedOperationException(
          List.of(
              GraphQlError.of(
                  EngineErrorCode.OPERATION_TOO_DEEP,
                  "The document is nested too deeply to be parsed.",
                  locations(tooDeep.getLocation()))));
    } catch (ParseCancelledException tooLarge) {
      throw new RejectedOperationException(
          List.of(
              GraphQlError.of(
                  EngineErrorCode.OPERATION_TOO_LARGE,
                  "The document has more than " + limits.maxTokens() + " tokens.",
                  locations(tooLarge.getLocation()))));
    } catch (InvalidSyntaxException wrong) {
      throw new RejectedOperationException(
          List.of(
              GraphQlError.of(
                  EngineErrorCode.GRAPHQL_PARSE_FAILED,
                  wrong.getMessage() == null ? "Invalid syntax" : wrong.getMessage(),
                  locations(wrong.getLocation()))));
    }
  }

  private static OperationDefinition select(Document document, @Nullable String name) {
    List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
    if (operations.isEmpty()) {
      throw new RejectedOperationException(
          EngineErrorCode.OPERATION_NOT_FOUND, "The document holds no operation.");
    }
    if (name == null || name.isEmpty()) {
      if (operations.size() > 1) {
        throw new RejectedOperationException(
            EngineErrorCode.OPERATION_NOT_FOUND,
            "The document holds several operations: say by operationName which one to run.");
      }
      return operations.getFirst();
    }
    return operations.stream()
        .filter(operation -> name.equals(operation.getName()))
        .findFirst()
        .orElseThrow(() ->
            new RejectedOperationException(
                EngineErrorCode.OPERATION_NOT_FOUND,
                "The document holds no operation named " + name + "."));
  }

  private static List<GraphQlError> errors(List<ValidationError> wrong) {
    List<GraphQlError> errors = new ArrayList<>();
    for (ValidationError error : wrong.subList(0, Math.min(MOST_ERRORS, wrong.size()))) {
      List<GraphQlError.Location> locations = new ArrayList<>();
      for (SourceLocation location : error.getLocations()) {
        locations.addAll(locations(location));
      }
      errors.add(
          GraphQlError.of(
              EngineErrorCode.GRAPHQL_VALIDATION_FAILED, error.getMessage(), locations));
    }
    return errors;
  }

  private static List<GraphQlError.Location> locations(@Nullable SourceLocation location) {
    return location == null || location.getLine() < 1
        ? List.of()
        : List.of(new GraphQlError.Location(location.getLine(), Math.max(1, location.getColumn())));
  }
}
