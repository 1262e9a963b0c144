package ai.kompl.federation.supergraph;

import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ImplementingTypeDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.TypeDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the directives of a supergraph document by the coordinate that they are applied to. */
final class DirectiveIndex {
  private final String joinPrefix;
  private final Map<String, List<AppliedDirective>> found = new HashMap<>();

  DirectiveIndex(String joinPrefix) {
    this.joinPrefix = joinPrefix;
  }

  Map<String, List<AppliedDirective>> read(Document document) {
    for (TypeDefinition<?> type : document.getDefinitionsOfType(TypeDefinition.class)) {
      String name = type.getName();
      add(name, type);
      switch (type) {
        case ImplementingTypeDefinition<?> composite ->
            composite.getFieldDefinitions().forEach(field -> addField(name, field));
        case EnumTypeDefinition values ->
            values
                .getEnumValueDefinitions()
                .forEach(value -> add(name + "." + value.getName(), value));
        case InputObjectTypeDefinition inputs ->
            inputs
                .getInputValueDefinitions()
                .forEach(input -> add(name + "." + input.getName(), input));
        default -> {}
      }
    }
    return found;
  }

  private void addField(String typeName, FieldDefinition field) {
    String coordinate = typeName + "." + field.getName();
    add(coordinate, field);
    field
        .getInputValueDefinitions()
        .forEach(argument -> add(coordinate + "(" + argument.getName() + ":)", argument));
  }

  private void add(String coordinate, DirectivesContainer<?> element) {
    List<AppliedDirective> applied =
        element.getDirectives().stream()
            .filter(directive -> !directive.getName().startsWith(joinPrefix + "__"))
            .map(AppliedDirective::read)
            .toList();
    if (!applied.isEmpty()) {
      found.put(coordinate, applied);
    }
  }
}
