package ai.kompl.local.verify.isolation;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnmodifiedType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One root field and how to call it with chosen ids; everything else that it needs is made up. */
final class RootCall {
  /**
   * Where an id goes.
   *
   * @param path the argument or {@code argument.field}
   * @param type the type that it names
   * @param list whether several go there
   */
  record Position(String path, String type, boolean list) {}

  /** An operation ready to be sent. */
  record Operation(String text, Map<String, Object> variables) {}

  private static final List<String> CURSORS = List.of("after", "before");
  private static final int DEPTH = 3;

  private final String kind;
  private final GraphQLFieldDefinition field;
  private final List<String> knownTypes;
  private int samples;

  RootCall(String kind, GraphQLFieldDefinition field, List<String> knownTypes) {
    this.kind = kind;
    this.field = field;
    this.knownTypes = knownTypes;
  }

  String coordinate() {
    return Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + "." + field.getName();
  }

  String name() {
    return field.getName();
  }

  boolean isSubscription() {
    return kind.equals("subscription");
  }

  boolean isMutation() {
    return kind.equals("mutation");
  }

  /** What the field gives. */
  GraphQLNamedOutputType result() {
    return Selections.result(field);
  }

  /** Whether it is a query that gives the object of its one argument, an id. */
  boolean isObjectById() {
    return kind.equals("query")
        && field.getArguments().size() == 1
        && field.getArgument("id") != null;
  }

  /** The arguments that take a cursor. */
  List<String> cursorArguments() {
    return CURSORS.stream().filter(name -> field.getArgument(name) != null).toList();
  }

  /** All positions of the field's arguments that take an id. */
  List<Position> positions() {
    return leaves("ID").stream()
        .map(leaf -> new Position(leaf.path(), typeOf(leaf.name()), leaf.list()))
        .toList();
  }

  /** Paths of the positions that take free text; cursors are none. */
  List<String> texts() {
    return leaves("String").stream()
        .map(Leaf::path)
        .filter(path -> !CURSORS.contains(path))
        .toList();
  }

  private record Leaf(String path, String name, boolean list) {}

  private List<Leaf> leaves(String type) {
    var leaves = new ArrayList<Leaf>();
    for (GraphQLArgument argument : field.getArguments()) {
      collect(
          new Leaf(argument.getName(), argument.getName(), false),
          argument.getType(),
          type,
          leaves);
    }
    return leaves;
  }

  private static void collect(Leaf at, GraphQLInputType type, String wanted, List<Leaf> into) {
    switch (GraphQLTypeUtil.unwrapAll(type)) {
      case GraphQLInputObjectType object ->
          object
              .getFields()
              .forEach(f ->
                  collect(
                      new Leaf(at.path() + "." + f.getName(), f.getName(), false),
                      f.getType(),
                      wanted,
                      into));
      case GraphQLUnmodifiedType leaf when leaf.getName().equals(wanted) ->
          into.add(
              new Leaf(
                  at.path(),
                  at.name(),
                  GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList));
      default -> {}
    }
  }

  private String typeOf(String name) {
    return IdTypes.of(name, subject(), knownTypes);
  }

  /** What the field is about: its own type, or for a mutation the entity in its payload. */
  private String subject() {
    if (isMutation() && Selections.result(field) instanceof GraphQLObjectType payload) {
      for (GraphQLFieldDefinition part : payload.getFieldDefinitions()) {
        if (Selections.result(part) instanceof GraphQLObjectType entity
            && entity.getFieldDefinition("id") != null) {
          return entity.getName();
        }
      }
    }
    return Selections.result(field).getName();
  }

  /**
   * What the arguments get.
   *
   * @param wanted path of a position that must be filled even though it is optional
   * @param ids gives the ids for a position, more than one only where a list is taken
   * @param set values for paths, such as cursors and texts of filters
   */
  record Fill(
      Optional<String> wanted, Function<Position, List<String>> ids, Map<String, Object> set) {
    Fill {
      set = Map.copyOf(set);
    }

    /** Only what is required, with these ids. */
    static Fill of(Function<Position, List<String>> ids) {
      return new Fill(Optional.empty(), ids, Map.of());
    }

    /** The same with that position filled. */
    Fill wanting(Position position) {
      return new Fill(Optional.of(position.path()), ids, set);
    }

    /** The same with that value at that path. */
    Fill setting(String path, Object value) {
      return new Fill(wanted, ids, Map.of(path, value));
    }

    private boolean reaches(String path) {
      return wanted.filter(one -> isAt(one, path)).isPresent()
          || set.keySet().stream().anyMatch(one -> isAt(one, path));
    }

    private static boolean isAt(String one, String path) {
      return one.equals(path) || one.startsWith(path + ".");
    }
  }

  /** Builds the operation. */
  Operation build(Fill fill) {
    var variables = new LinkedHashMap<String, Object>();
    var declared = new ArrayList<String>();
    var passed = new ArrayList<String>();
    for (GraphQLArgument argument : field.getArguments()) {
      value(argument.getName(), argument.getName(), argument.getType(), fill)
          .ifPresent(given -> {
            variables.put(argument.getName(), given);
            declared.add(
                "$" + argument.getName() + ": " + GraphQLTypeUtil.simplePrint(argument.getType()));
            passed.add(argument.getName() + ": $" + argument.getName());
          });
    }
    String selection = Selections.of(Selections.result(field), DEPTH).orElse("");
    return new Operation(
        kind + list(declared) + " { " + field.getName() + list(passed) + " " + selection + " }",
        variables);
  }

  private static String list(List<String> parts) {
    return parts.isEmpty() ? "" : "(" + String.join(", ", parts) + ")";
  }

  private Optional<Object> value(String path, String name, GraphQLInputType type, Fill fill) {
    if (fill.set().containsKey(path)) {
      return Optional.of(fill.set().get(path));
    }
    if (!(type instanceof GraphQLNonNull) && !fill.reaches(path)) {
      return Optional.empty();
    }
    boolean list = GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList;
    GraphQLUnmodifiedType leaf = GraphQLTypeUtil.unwrapAll(type);
    if (leaf.getName().equals("ID")) {
      List<String> ids = fill.ids().apply(new Position(path, typeOf(name), list));
      return Optional.of(list ? ids : ids.getFirst());
    }
    Object single =
        switch (leaf) {
          case GraphQLInputObjectType object -> object(path, object, fill);
          case GraphQLEnumType values ->
              values.getValue("NATIVE") != null
                  ? "NATIVE"
                  : values.getValues().getFirst().getName();
          case GraphQLUnmodifiedType scalar -> scalar(name, scalar.getName());
        };
    return Optional.of(list ? List.of(single) : single);
  }

  private Map<String, Object> object(String path, GraphQLInputObjectType type, Fill fill) {
    var object = new LinkedHashMap<String, Object>();
    for (GraphQLInputObjectField f : type.getFields()) {
      value(path + "." + f.getName(), f.getName(), f.getType(), fill)
          .ifPresent(value -> object.put(f.getName(), value));
    }
    return object;
  }

  private Object scalar(String name, String type) {
    return switch (type) {
      case "Int" -> 1;
      case "Float" -> 1.0;
      case "Boolean" -> false;
      case "DateTime" -> "2026-01-01T00:00:00Z";
      case "Date" -> "2026-01-01";
      default -> sample(name);
    };
  }

  /** Texts that must be unique get a number, so that a call can be made again. */
  private String sample(String name) {
    return name.equals("email")
        ? "sample-" + ++samples + "@example.test"
        : "sample-" + name + "-" + ++samples;
  }
}
