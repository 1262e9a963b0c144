package ai.kompl.federation.composition.subgraph;

import graphql.language.Argument;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.Value;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the text of a field set. */
public final class FieldSetParser {
  private FieldSetParser() {}

  /** What parsing gave: a set, or a reason why not. */
  public sealed interface Outcome {
    /** The text is a field set. */
    record Parsed(FieldSet fields) implements Outcome {}

    /** The text is none. */
    record Malformed(String reason) implements Outcome {}
  }

  /** Parses; the outer braces may be given or left out. */
  public static Outcome parse(String text) {
    String trimmed = text.strip();
    String braced = trimmed.startsWith("{") ? trimmed : "{" + trimmed + "}";
    try {
      ParserOptions options = ParserOptions.getDefaultParserOptions();
      Document document =
          new Parser()
              .parseDocument(
                  ParserEnvironment.newParserEnvironment()
                      .document(braced)
                      .parserOptions(options)
                      .build());
      if (document.getDefinitions().size() != 1
          || !(document.getDefinitions().getFirst() instanceof OperationDefinition operation)) {
        return new Outcome.Malformed("it is not one selection of fields");
      }
      return new Outcome.Parsed(fields(operation.getSelectionSet()));
    } catch (InvalidSyntaxException e) {
      return new Outcome.Malformed("it does not parse: " + e.getMessage());
    } catch (UnsupportedOperationException e) {
      return new Outcome.Malformed(String.valueOf(e.getMessage()));
    }
  }

  /** Parses a text that was checked before; a malformed one gives the empty set. */
  public static FieldSet parseChecked(String text) {
    return parse(text) instanceof Outcome.Parsed(FieldSet fields) ? fields : FieldSet.EMPTY;
  }

  private static FieldSet fields(@Nullable SelectionSet selections) {
    if (selections == null) {
      return FieldSet.EMPTY;
    }
    List<FieldSet.Part> parts = new ArrayList<>();
    for (Selection<?> selection : selections.getSelections()) {
      parts.add(part(selection));
    }
    return new FieldSet(parts);
  }

  private static FieldSet.Part part(Selection<?> selection) {
    return switch (selection) {
      case Field field ->
          new FieldSet.Pick(
              field.getName(),
              field.getAlias(),
              arguments(field),
              names(field.getDirectives()),
              fields(field.getSelectionSet()));
      case InlineFragment fragment ->
          new FieldSet.Narrow(
              fragment.getTypeCondition() == null ? null : fragment.getTypeCondition().getName(),
              names(fragment.getDirectives()),
              fields(fragment.getSelectionSet()));
      case FragmentSpread spread ->
          throw new UnsupportedOperationException(
              "it spreads the fragment \""
                  + spread.getName()
                  + "\", which a field set cannot define");
      default -> throw new IllegalStateException("unknown selection " + selection);
    };
  }

  private static List<String> names(List<Directive> directives) {
    return directives.stream().map(Directive::getName).toList();
  }

  private static Map<String, Value<?>> arguments(Field field) {
    Map<String, Value<?>> out = new LinkedHashMap<>();
    for (Argument argument : field.getArguments()) {
      out.put(argument.getName(), argument.getValue());
    }
    return out;
  }
}
