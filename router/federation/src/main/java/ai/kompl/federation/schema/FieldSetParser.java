package ai.kompl.federation.schema;

import graphql.language.Argument;
import graphql.language.AstPrinter;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the text of a field set. */
public final class FieldSetParser {
  private FieldSetParser() {}

  /**
   * Reads a field set such as {@code id organization { id }}.
   *
   * @throws IllegalArgumentException when it is not a selection
   */
  public static FieldSet parse(String text) {
    Document document;
    try {
      document = new Parser().parseDocument("{" + text + "}");
    } catch (InvalidSyntaxException wrong) {
      throw new IllegalArgumentException("not a field set: " + text, wrong);
    }
    OperationDefinition operation =
        document.getDefinitionsOfType(OperationDefinition.class).getFirst();
    return read(operation.getSelectionSet());
  }

  private static FieldSet read(@Nullable SelectionSet selections) {
    if (selections == null) {
      return FieldSet.EMPTY;
    }
    List<FieldSet.Entry> entries = new ArrayList<>();
    collect(selections, null, entries);
    return new FieldSet(entries);
  }

  private static void collect(
      SelectionSet selections, @Nullable String condition, List<FieldSet.Entry> entries) {
    for (Selection<?> selection : selections.getSelections()) {
      switch (selection) {
        case Field field ->
            entries.add(
                new FieldSet.Entry(
                    condition,
                    field.getName(),
                    arguments(field.getArguments()),
                    read(field.getSelectionSet())));
        case InlineFragment fragment ->
            collect(
                fragment.getSelectionSet(),
                fragment.getTypeCondition() == null
                    ? condition
                    : fragment.getTypeCondition().getName(),
                entries);
        default -> throw new IllegalArgumentException("named fragments do not belong here");
      }
    }
  }

  /** Arguments in one normal form: sorted by name, printed compactly; empty without any. */
  public static String arguments(List<Argument> arguments) {
    StringBuilder text = new StringBuilder();
    List<Argument> sorted = new ArrayList<>(arguments);
    sorted.sort(Comparator.comparing(Argument::getName));
    for (Argument argument : sorted) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(argument.getName())
          .append(": ")
          .append(AstPrinter.printAstCompact(argument.getValue()));
    }
    return text.toString();
  }
}
