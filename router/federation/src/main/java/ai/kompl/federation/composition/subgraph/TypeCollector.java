package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumTypeExtensionDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputObjectTypeExtensionDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.InterfaceTypeExtensionDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ObjectTypeExtensionDefinition;
import graphql.language.ScalarTypeDefinition;
import graphql.language.ScalarTypeExtensionDefinition;
import graphql.language.TypeDefinition;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import graphql.language.UnionTypeExtensionDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects type definitions and extensions by name; each extension is folded into its type. */
final class TypeCollector {
  private final NodeReader nodes;
  private final ProblemSink sink;
  private final Map<String, TypeNode> types = new LinkedHashMap<>();

  TypeCollector(NodeReader nodes, ProblemSink sink) {
    this.nodes = nodes;
    this.sink = sink;
  }

  Map<String, TypeNode> types() {
    return types;
  }

  void add(TypeDefinition<?> definition) {
    TypeNode part = part(definition);
    TypeNode before = types.get(part.name());
    types.put(part.name(), before == null ? part : folded(before, part));
  }

  private TypeNode part(TypeDefinition<?> definition) {
    return switch (definition) {
      case ObjectTypeDefinition type ->
          output(
              TypeKind.OBJECT,
              type,
              NodeReader.text(type.getDescription()),
              names(type.getImplements()),
              fields(
                  type.getName(), type.getFieldDefinitions().stream().map(nodes::field).toList()));
      case InterfaceTypeDefinition type ->
          output(
              TypeKind.INTERFACE,
              type,
              NodeReader.text(type.getDescription()),
              names(type.getImplements()),
              fields(
                  type.getName(), type.getFieldDefinitions().stream().map(nodes::field).toList()));
      case UnionTypeDefinition type ->
          basic(TypeKind.UNION, type, NodeReader.text(type.getDescription()))
              .withMembers(unique(names(type.getMemberTypes()), type));
      case EnumTypeDefinition type ->
          basic(TypeKind.ENUM, type, NodeReader.text(type.getDescription()))
              .withValues(values(type));
      case InputObjectTypeDefinition type ->
          basic(TypeKind.INPUT_OBJECT, type, NodeReader.text(type.getDescription()))
              .withInputs(inputs(type));
      case ScalarTypeDefinition type ->
          basic(TypeKind.SCALAR, type, NodeReader.text(type.getDescription()));
      default -> throw new IllegalStateException("unknown definition " + definition);
    };
  }

  private TypeNode output(
      TypeKind kind,
      TypeDefinition<?> definition,
      @Nullable String description,
      List<String> interfaces,
      Map<String, FieldNode> fields) {
    return basic(kind, definition, description)
        .withInterfaces(unique(interfaces, definition))
        .withFields(fields);
  }

  private TypeNode basic(
      TypeKind kind, TypeDefinition<?> definition, @Nullable String description) {
    SourcePosition position = nodes.position(definition);
    List<Applied> applied = nodes.applied(definition.getDirectives());
    boolean marked =
        applied.stream().anyMatch(directive -> directive.known() == FederationDirective.EXTENDS);
    boolean extension = extension(definition);
    return new TypeNode(
        definition.getName(),
        kind,
        description,
        Set.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Set.of(),
        applied,
        !extension,
        extension || marked,
        position,
        List.of(position));
  }

  private static boolean extension(TypeDefinition<?> definition) {
    return definition instanceof ObjectTypeExtensionDefinition
        || definition instanceof InterfaceTypeExtensionDefinition
        || definition instanceof UnionTypeExtensionDefinition
        || definition instanceof EnumTypeExtensionDefinition
        || definition instanceof InputObjectTypeExtensionDefinition
        || definition instanceof ScalarTypeExtensionDefinition;
  }

  private static List<String> names(List<?> types) {
    return types.stream().map(type -> ((TypeName) type).getName()).toList();
  }

  private Set<String> unique(List<String> names, TypeDefinition<?> definition) {
    Set<String> out = new LinkedHashSet<>();
    for (String name : names) {
      if (!out.add(name)) {
        twice(definition.getName(), name, nodes.position(definition));
      }
    }
    return out;
  }

  private Map<String, FieldNode> fields(String type, List<FieldNode> fields) {
    Map<String, FieldNode> out = new LinkedHashMap<>();
    for (FieldNode field : fields) {
      if (out.putIfAbsent(field.name(), field) != null) {
        twice(type, field.name(), field.position());
      }
    }
    return out;
  }

  private Map<String, EnumValueNode> values(EnumTypeDefinition type) {
    Map<String, EnumValueNode> out = new LinkedHashMap<>();
    for (var definition : type.getEnumValueDefinitions()) {
      if (out.putIfAbsent(definition.getName(), nodes.enumValue(definition)) != null) {
        twice(type.getName(), definition.getName(), nodes.position(definition));
      }
    }
    return out;
  }

  private Map<String, InputNode> inputs(InputObjectTypeDefinition type) {
    Map<String, InputNode> out = new LinkedHashMap<>();
    for (var definition : type.getInputValueDefinitions()) {
      if (out.putIfAbsent(definition.getName(), nodes.input(definition)) != null) {
        twice(type.getName(), definition.getName(), nodes.position(definition));
      }
    }
    return out;
  }

  private void twice(String type, String member, SourcePosition position) {
    invalid(type + "." + member, type + "." + member + " is defined twice; keep one", position);
  }

  private void invalid(String coordinate, String message, SourcePosition position) {
    sink.error(
        ErrorCode.INVALID_GRAPHQL,
        "[" + position.subgraph() + "] " + message,
        coordinate,
        position);
  }

  private TypeNode folded(TypeNode before, TypeNode part) {
    if (before.defined() && part.defined()) {
      invalid(
          part.name(),
          "type " + part.name() + " is defined twice; make one of them an extension or remove it",
          part.position());
      return before;
    }
    if (before.kind() != part.kind()) {
      invalid(
          part.name(),
          part.name()
              + " is extended as "
              + part.kind().keyword()
              + " but is "
              + before.kind().keyword(),
          part.position());
      return before;
    }
    List<Applied> directives = new ArrayList<>(before.directives());
    directives.addAll(part.directives());
    return new TypeNode(
        before.name(),
        before.kind(),
        before.description() == null ? part.description() : before.description(),
        joined(before.name(), before.interfaces(), part.interfaces(), part.position()),
        joined(before.name(), before.fields(), part.fields()),
        joined(before.name(), before.inputs(), part.inputs()),
        joined(before.name(), before.values(), part.values()),
        joined(before.name(), before.members(), part.members(), part.position()),
        directives,
        before.defined() || part.defined(),
        before.extended() || part.extended(),
        part.defined() ? part.position() : before.position(),
        Stream.concat(before.declarations().stream(), part.declarations().stream()).toList());
  }

  private Set<String> joined(
      String type, Set<String> left, Set<String> right, SourcePosition position) {
    Set<String> out = new LinkedHashSet<>(left);
    for (String name : right) {
      if (!out.add(name)) {
        twice(type, name, position);
      }
    }
    return out;
  }

  private <E extends Element> Map<String, E> joined(
      String type, Map<String, E> left, Map<String, E> right) {
    Map<String, E> out = new LinkedHashMap<>(left);
    for (Map.Entry<String, E> entry : right.entrySet()) {
      if (out.putIfAbsent(entry.getKey(), entry.getValue()) != null) {
        twice(type, entry.getKey(), entry.getValue().position());
      }
    }
    return out;
  }
}
