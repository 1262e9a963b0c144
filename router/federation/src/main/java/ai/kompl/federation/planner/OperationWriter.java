package ai.kompl.federation.planner;

import ai.kompl.federation.operation.NormalOperation;
import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.AnswerSelection.AnswerField;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.EntityDocument;
import ai.kompl.federation.plan.Guard;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.planner.Cursor.CursorField;
import ai.kompl.federation.planner.FieldHolders.Placing;
import ai.kompl.federation.planner.Minify.Mark;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.ContextArgument;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.FieldInSubgraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes the selections of one fetch as text, and notes what the answer will hold. */
final class OperationWriter {
  private final NormalOperation operation;
  private final FieldHolders holders;
  private final Set<String> variables = new TreeSet<>();
  private final StringBuilder text = new StringBuilder();
  private final List<Mark> marks = new ArrayList<>();
  private final ContextVariables contexts;

  OperationWriter(NormalOperation operation, FieldHolders holders) {
    this.operation = operation;
    this.holders = holders;
    this.contexts = new ContextVariables(operation);
  }

  /** The variables of contexts that the text so far uses. */
  ContextVariables contexts() {
    return contexts;
  }

  /** The client's variables that the text so far uses. */
  Set<String> variables() {
    return variables;
  }

  /** The text so far. */
  String text() {
    return text.toString().stripTrailing();
  }

  /** Where selections stand in the text, each behind those within it. */
  List<Mark> marks() {
    return marks;
  }

  /** Writes the selection of a root, without the braces around it. */
  AnswerSelection writeRoot(Cursor cursor, Condition assumed) {
    Shape shape = new Shape();
    write(cursor, shape, assumed);
    return shape.answer();
  }

  /** Writes the selections of entities, that of an interface in a fragment. */
  AnswerSelection writeEntities(List<Cursor> cursors, Condition assumed) {
    Shape shape = new Shape();
    for (Cursor cursor : cursors) {
      CompositeType type = cursor.type();
      if (!cursor.isEmpty() && type != null) {
        int from = open(type);
        int start = text.length();
        write(cursor, shape, assumed);
        close(type, from, start);
      } else if (!cursor.isEmpty()) {
        write(cursor, shape, assumed);
      }
    }
    return shape.answer();
  }

  private void write(Cursor cursor, Shape shape, Condition assumed) {
    Placing placing = holders.place(cursor);
    CompositeType own = cursor.type();
    if (own != null) {
      placing.direct().forEach(field -> write(field, own, shape, assumed));
    }
    placing.shared().forEach((type, fields) -> fragment(type, fields, shape, assumed));
    placing.single().forEach((type, fields) -> fragment(type, fields, shape, assumed));
  }

  private void fragment(
      CompositeType type, List<CursorField> fields, Shape shape, Condition assumed) {
    int from = open(type);
    int start = text.length();
    fields.forEach(field -> write(field, type, shape, assumed));
    close(type, from, start);
  }

  /** Begins a fragment on a type, and tells where. */
  private int open(CompositeType type) {
    int from = text.length();
    text.append("... on ").append(type.name()).append(" {");
    return from;
  }

  /** Ends a selection for a type, and notes where it stands. */
  private void close(@Nullable CompositeType type, int from, int start) {
    close(1);
    if (type != null) {
      marks.add(new Mark(type.name(), from, start, text.length() - 2));
    }
  }

  private void write(CursorField field, CompositeType holder, Shape shape, Condition assumed) {
    String key = shape.key(field, holder);
    if (field.condition().equals(assumed) || field.condition().always()) {
      writePlain(field, holder, key, shape, assumed);
      return;
    }
    for (List<Integer> alternative : field.condition().alternatives()) {
      for (int guard : alternative) {
        text.append("... ").append(directive(operation.guards().get(guard))).append(" {");
      }
      writePlain(field, holder, key, shape, field.condition());
      close(alternative.size());
    }
  }

  private void writePlain(
      CursorField field, CompositeType holder, String key, Shape shape, Condition assumed) {
    Need need = field.need();
    if (!key.equals(need.name())) {
      text.append(key).append(": ");
    }
    text.append(need.name());
    String arguments = arguments(field, holder);
    if (!arguments.isEmpty()) {
      text.append('(').append(arguments).append(')');
      variables.addAll(need.variables());
    }
    Cursor child = field.child();
    if (child != null) {
      text.append(" {");
      int start = text.length();
      Shape below = shape.below(key);
      if (child.isEmpty()) {
        text.append("__typename");
      } else {
        write(child, below, assumed);
      }
      close(child.type(), start, start);
    } else {
      text.append(' ');
    }
  }

  /** Ends fragments or selections, with no space before a brace. */
  private void close(int levels) {
    for (int level = 0; level < levels; level++) {
      if (text.charAt(text.length() - 1) == ' ') {
        text.setLength(text.length() - 1);
      }
      text.append("} ");
    }
  }

  private String arguments(CursorField field, CompositeType holder) {
    Need need = field.need();
    FieldDefinition definition = holder.field(need.name());
    FieldInSubgraph there = definition == null ? null : definition.in(field.subgraph());
    if (there == null || there.contextArguments().isEmpty()) {
      return need.arguments();
    }
    StringBuilder arguments = new StringBuilder(need.arguments());
    for (ContextArgument argument : there.contextArguments()) {
      arguments
          .append(arguments.isEmpty() ? "" : ", ")
          .append(argument.name())
          .append(": $")
          .append(contexts.variable(argument, need.contexts().getOrDefault(argument, List.of())))
          .append(EntityDocument.SUFFIX);
    }
    return arguments.toString();
  }

  private String directive(Guard guard) {
    variables.add(guard.variable());
    return (guard.expected() ? "@include(if: $" : "@skip(if: $") + guard.variable() + ")";
  }

  /**
   * The keys of one level of the answer. Fragments on different types may select fields of unlike
   * shape under one name, which GraphQL forbids (specification, 5.3.2); the later one is renamed.
   */
  private static final class Shape {
    private final Map<String, Key> keys = new LinkedHashMap<>();

    private static final class Key {
      private final Slot slot;
      private final String signature;
      private final boolean leaf;
      private final Shape below = new Shape();

      Key(Slot slot, String signature, boolean leaf) {
        this.slot = slot;
        this.signature = signature;
        this.leaf = leaf;
      }
    }

    String key(CursorField field, CompositeType holder) {
      Slot slot = field.need().slot();
      boolean leaf = field.child() == null;
      String signature = signature(field, holder);
      String name = slot.name();
      for (int suffix = 1; ; suffix++) {
        Key present = keys.get(name);
        if (present == null) {
          keys.put(name, new Key(slot, signature, leaf));
          return name;
        }
        if (present.signature.equals(signature) && present.slot.equals(slot)) {
          return name;
        }
        name = slot.name() + "__" + suffix;
      }
    }

    private static String signature(CursorField field, CompositeType holder) {
      FieldDefinition definition = holder.field(field.need().name());
      int subgraph = field.subgraph();
      FieldInSubgraph there = definition == null ? null : definition.in(subgraph);
      if (there == null) {
        return "";
      }
      return field.child() == null ? there.type().text() : there.type().wrapping();
    }

    Shape below(String key) {
      return Objects.requireNonNull(keys.get(key)).below;
    }

    AnswerSelection answer() {
      List<AnswerField> fields = new ArrayList<>();
      keys.forEach((name, key) ->
          fields.add(new AnswerField(name, key.slot.number(), key.leaf, key.below.answer())));
      return fields.isEmpty() ? AnswerSelection.NONE : new AnswerSelection(fields);
    }
  }
}
