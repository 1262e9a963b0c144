package ai.kompl.federation.composition.subgraph;

import graphql.language.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A selection of fields as {@code @key}, {@code @requires} and {@code @provides} hold it; parsed,
 * not checked.
 */
public record FieldSet(List<Part> parts) {

  /** One part of a field set. */
  public sealed interface Part {}

  /**
   * A field.
   *
   * @param alias alias given, which field sets must not have; null when none
   * @param directives names of directives applied, which field sets must not have
   * @param below what is selected below; empty for a leaf
   */
  public record Pick(
      String name,
      @Nullable String alias,
      Map<String, Value<?>> arguments,
      List<String> directives,
      FieldSet below)
      implements Part {
    /** Copies the arguments, keeping their order. */
    public Pick {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
      directives = List.copyOf(directives);
    }
  }

  /** A selection on a narrower type; a null condition keeps the type. */
  public record Narrow(@Nullable String type, List<String> directives, FieldSet below)
      implements Part {}

  /** The set without parts. */
  public static final FieldSet EMPTY = new FieldSet(List.of());

  /** Copies the parts. */
  public FieldSet {
    parts = List.copyOf(parts);
  }

  /** Whether nothing is selected. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** The set as text, without outer braces. */
  public String text() {
    return parts.stream().map(FieldSet::text).collect(Collectors.joining(" "));
  }

  private static String text(Part part) {
    return switch (part) {
      case Pick pick -> pick.name() + arguments(pick) + braces(pick.below());
      case Narrow narrow ->
          (narrow.type() == null ? "..." : "... on " + narrow.type()) + braces(narrow.below());
    };
  }

  private static String arguments(Pick pick) {
    if (pick.arguments().isEmpty()) {
      return "";
    }
    return pick.arguments().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + Literals.text(entry.getValue()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String braces(FieldSet below) {
    return below.isEmpty() ? "" : " { " + below.text() + " }";
  }

  /**
   * Calls back for each field selected, with the type it is selected on, outermost first. Fields
   * that the schema does not have are passed over.
   */
  public void forEachField(SchemaModel schema, String type, BiConsumer<String, Pick> action) {
    for (Part part : parts) {
      switch (part) {
        case Pick pick -> {
          action.accept(type, pick);
          FieldNode field = schema.field(type, pick.name());
          if (field != null) {
            pick.below().forEachField(schema, field.type().baseName(), action);
          }
        }
        case Narrow narrow ->
            narrow
                .below()
                .forEachField(schema, narrow.type() == null ? type : narrow.type(), action);
      }
    }
  }

  /** Names of the fields at the top, through type conditions. */
  public Set<String> topFields() {
    Set<String> names = new LinkedHashSet<>();
    for (Part part : parts) {
      switch (part) {
        case Pick pick -> names.add(pick.name());
        case Narrow narrow -> names.addAll(narrow.below().topFields());
      }
    }
    return names;
  }
}
