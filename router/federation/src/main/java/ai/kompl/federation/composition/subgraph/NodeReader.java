package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.SourcePosition;
import graphql.language.Argument;
import graphql.language.Description;
import graphql.language.Directive;
import graphql.language.DirectiveDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ListType;
import graphql.language.Node;
import graphql.language.NonNullType;
import graphql.language.SourceLocation;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns single parts of a parsed document into nodes; the parts below types. */
final class NodeReader {
  private final String subgraph;
  private final Links links;

  NodeReader(String subgraph, Links links) {
    this.subgraph = subgraph;
    this.links = links;
  }

  SourcePosition position(Node<?> node) {
    SourceLocation location = node.getSourceLocation();
    return location == null
        ? SourcePosition.unknown(subgraph)
        : new SourcePosition(subgraph, location.getLine(), location.getColumn());
  }

  static @Nullable String text(@Nullable Description description) {
    return description == null ? null : description.getContent();
  }

  static TypeRef type(Type<?> type) {
    return switch (type) {
      case NonNullType nonNull -> new TypeRef.NonNull(type(nonNull.getType()));
      case ListType list -> new TypeRef.ListOf(type(list.getType()));
      case TypeName name -> new TypeRef.Named(name.getName());
      default -> throw new IllegalStateException("unknown type node " + type);
    };
  }

  List<Applied> applied(List<Directive> directives) {
    List<Applied> out = new ArrayList<>(directives.size());
    for (Directive directive : directives) {
      Map<String, Value<?>> arguments = new LinkedHashMap<>();
      for (Argument argument : directive.getArguments()) {
        arguments.put(argument.getName(), argument.getValue());
      }
      out.add(
          new Applied(
              directive.getName(),
              links.known(directive.getName()),
              arguments,
              position(directive)));
    }
    return out;
  }

  FieldNode field(FieldDefinition field) {
    return new FieldNode(
        field.getName(),
        text(field.getDescription()),
        type(field.getType()),
        inputs(field.getInputValueDefinitions()),
        applied(field.getDirectives()),
        position(field));
  }

  Map<String, InputNode> inputs(List<InputValueDefinition> definitions) {
    Map<String, InputNode> out = new LinkedHashMap<>();
    for (InputValueDefinition definition : definitions) {
      out.put(definition.getName(), input(definition));
    }
    return out;
  }

  InputNode input(InputValueDefinition definition) {
    return new InputNode(
        definition.getName(),
        text(definition.getDescription()),
        type(definition.getType()),
        definition.getDefaultValue(),
        applied(definition.getDirectives()),
        position(definition));
  }

  EnumValueNode enumValue(EnumValueDefinition definition) {
    return new EnumValueNode(
        definition.getName(),
        text(definition.getDescription()),
        applied(definition.getDirectives()),
        position(definition));
  }

  DirectiveNode directive(DirectiveDefinition definition) {
    Set<String> locations = new LinkedHashSet<>();
    definition.getDirectiveLocations().forEach(location -> locations.add(location.getName()));
    return new DirectiveNode(
        definition.getName(),
        text(definition.getDescription()),
        inputs(definition.getInputValueDefinitions()),
        definition.isRepeatable(),
        locations,
        position(definition));
  }
}
