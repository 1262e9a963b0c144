package ai.kompl.local.verify.isolation;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
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
  /** Where an id goes: the argument or {@code argument.field} path, and the type that it names. */
  record Position(String path, String type) {}

  /** An operation ready to be sent. */
  record Operation(String text, Map<String, Object> variables) {}

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

  boolean takesCursor() {
    return field.getArgument("after") != null;
  }

  /** All positions of the field's arguments that take an id. */
  List<Position> positions() {
    var positions = new ArrayList<Position>();
    for (GraphQLArgument argument : field.getArguments()) {
      collect(argument.getName(), argument.getName(), argument.getType(), positions);
    }
    return positions;
  }

  private void collect(String path, String name, GraphQLInputType type, List<Position> into) {
    switch (GraphQLTypeUtil.unwrapAll(type)) {
      case GraphQLInputObjectType object ->
          object
              .getFields()
              .forEach(f -> collect(path + "." + f.getName(), f.getName(), f.getType(), into));
      case GraphQLUnmodifiedType leaf when leaf.getName().equals("ID") ->
          into.add(new Position(path, typeOf(name)));
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
   * Builds the operation.
   *
   * @param wanted a position that must be filled even though it is optional, and all required ones
   * @param id gives the id for a position
   * @param after the cursor to page from, when there is one
   */
  Operation build(
      Optional<Position> wanted, Function<Position, String> id, Optional<String> after) {
    var variables = new LinkedHashMap<String, Object>();
    var declared = new ArrayList<String>();
    var passed = new ArrayList<String>();
    for (GraphQLArgument argument : field.getArguments()) {
      Optional<Object> value =
          argument.getName().equals("after")
              ? after.map(Object.class::cast)
              : value(argument.getName(), argument.getName(), argument.getType(), wanted, id);
      value.ifPresent(given -> {
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

  private Optional<Object> value(
      String path,
      String name,
      GraphQLInputType type,
      Optional<Position> wanted,
      Function<Position, String> id) {
    boolean needed =
        type instanceof GraphQLNonNull
            || wanted
                .filter(position ->
                    position.path().equals(path) || position.path().startsWith(path + "."))
                .isPresent();
    if (!needed) {
      return Optional.empty();
    }
    Object single =
        switch (GraphQLTypeUtil.unwrapAll(type)) {
          case GraphQLInputObjectType object -> object(path, object, wanted, id);
          case GraphQLEnumType values ->
              values.getValue("NATIVE") != null
                  ? "NATIVE"
                  : values.getValues().getFirst().getName();
          case GraphQLUnmodifiedType leaf -> leaf(path, name, leaf.getName(), id);
        };
    return Optional.of(
        GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList ? List.of(single) : single);
  }

  private Map<String, Object> object(
      String path,
      GraphQLInputObjectType type,
      Optional<Position> wanted,
      Function<Position, String> id) {
    var object = new LinkedHashMap<String, Object>();
    for (GraphQLInputObjectField f : type.getFields()) {
      value(path + "." + f.getName(), f.getName(), f.getType(), wanted, id)
          .ifPresent(value -> object.put(f.getName(), value));
    }
    return object;
  }

  private Object leaf(String path, String name, String type, Function<Position, String> id) {
    return switch (type) {
      case "ID" -> id.apply(new Position(path, typeOf(name)));
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
