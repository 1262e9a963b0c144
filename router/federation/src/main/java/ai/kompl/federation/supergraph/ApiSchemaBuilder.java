package ai.kompl.federation.supergraph;

import graphql.language.Definition;
import graphql.language.Directive;
import graphql.language.DirectiveDefinition;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.NamedNode;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ScalarTypeDefinition;
import graphql.language.SchemaDefinition;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of a supergraph document what clients must not see: the elements marked as inaccessible
 * and everything that belongs to linked features.
 */
final class ApiSchemaBuilder {
  private static final Set<String> KEPT = Set.of("deprecated", "specifiedBy", "oneOf");

  // The engine's own: which parts of a response may follow the first one.
  private static final String DEFER =
      "directive @defer(label: String, if: Boolean! = true) on FRAGMENT_SPREAD | INLINE_FRAGMENT";

  private final FeatureList features;
  private final String inaccessible;
  private final Set<String> hiddenTypes = new HashSet<>();
  private final Map<String, Set<String>> hiddenValues = new HashMap<>();

  ApiSchemaBuilder(FeatureList features) {
    this.features = features;
    this.inaccessible = features.directiveNameOf("inaccessible");
  }

  Document build(Document supergraph) {
    for (TypeDefinition<?> type : supergraph.getDefinitionsOfType(TypeDefinition.class)) {
      if (hidden(type) || features.ownsType(type.getName())) {
        hiddenTypes.add(type.getName());
      }
    }
    Document.Builder api = Document.newDocument();
    if (supergraph.getDefinitionsOfType(DirectiveDefinition.class).stream()
        .noneMatch(directive -> directive.getName().equals("defer"))) {
      new Parser().parseDocument(DEFER).getDefinitions().forEach(api::definition);
    }
    for (Definition<?> definition : supergraph.getDefinitions()) {
      if (!(definition instanceof NamedNode<?> named && hiddenTypes.contains(named.getName()))) {
        add(definition, api);
      }
    }
    return api.build();
  }

  /** After building: the values of visible enums that clients must not see. */
  Map<String, Set<String>> hiddenValues() {
    return hiddenValues;
  }

  private void add(Definition<?> definition, Document.Builder api) {
    switch (definition) {
      case SchemaDefinition schema ->
          api.definition(schema.transform(builder -> builder.directives(List.of())));
      case DirectiveDefinition directive -> {
        if (!features.ownsDirective(directive.getName())) {
          api.definition(
              directive.transform(builder ->
                  builder.inputValueDefinitions(inputs(directive.getInputValueDefinitions()))));
        }
      }
      case ObjectTypeDefinition type -> api.definition(object(type));
      case InterfaceTypeDefinition type -> api.definition(interfaceType(type));
      case UnionTypeDefinition type ->
          api.definition(
              type.transform(builder ->
                  builder
                      .directives(kept(type.getDirectives()))
                      .memberTypes(visible(type.getMemberTypes()))));
      case EnumTypeDefinition type ->
          api.definition(
              type.transform(builder ->
                  builder
                      .directives(kept(type.getDirectives()))
                      .enumValueDefinitions(
                          values(type.getName(), type.getEnumValueDefinitions()))));
      case InputObjectTypeDefinition type ->
          api.definition(
              type.transform(builder ->
                  builder
                      .directives(kept(type.getDirectives()))
                      .inputValueDefinitions(inputs(type.getInputValueDefinitions()))));
      case ScalarTypeDefinition type ->
          api.definition(type.transform(builder -> builder.directives(kept(type.getDirectives()))));
      default ->
          throw new InvalidSupergraphException(
              "unexpected definition " + definition.getClass().getSimpleName());
    }
  }

  private ObjectTypeDefinition object(ObjectTypeDefinition type) {
    return type.transform(builder ->
        builder
            .directives(kept(type.getDirectives()))
            .implementz(visible(type.getImplements()))
            .fieldDefinitions(fields(type.getFieldDefinitions())));
  }

  private InterfaceTypeDefinition interfaceType(InterfaceTypeDefinition type) {
    return type.transform(builder ->
        builder
            .directives(kept(type.getDirectives()))
            .implementz(visible(type.getImplements()))
            .definitions(fields(type.getFieldDefinitions())));
  }

  private List<FieldDefinition> fields(List<FieldDefinition> fields) {
    List<FieldDefinition> result = new ArrayList<>();
    for (FieldDefinition field : fields) {
      if (!hidden(field)) {
        result.add(
            field.transform(builder ->
                builder
                    .directives(kept(field.getDirectives()))
                    .inputValueDefinitions(inputs(field.getInputValueDefinitions()))));
      }
    }
    return result;
  }

  private List<InputValueDefinition> inputs(List<InputValueDefinition> inputs) {
    List<InputValueDefinition> result = new ArrayList<>();
    for (InputValueDefinition input : inputs) {
      if (!hidden(input)) {
        result.add(input.transform(builder -> builder.directives(kept(input.getDirectives()))));
      }
    }
    return result;
  }

  private List<EnumValueDefinition> values(String type, List<EnumValueDefinition> values) {
    List<EnumValueDefinition> result = new ArrayList<>();
    for (EnumValueDefinition value : values) {
      if (!hidden(value)) {
        result.add(value.transform(builder -> builder.directives(kept(value.getDirectives()))));
      } else {
        hiddenValues.computeIfAbsent(type, _ -> new HashSet<>()).add(value.getName());
      }
    }
    return result;
  }

  @SuppressWarnings("rawtypes") // graphql-java's own signatures use the raw Type
  private List<Type> visible(List<Type> types) {
    List<Type> result = new ArrayList<>();
    for (Type<?> type : types) {
      if (type instanceof TypeName name && !hiddenTypes.contains(name.getName())) {
        result.add(type);
      }
    }
    return result;
  }

  private static List<Directive> kept(List<Directive> directives) {
    return directives.stream().filter(directive -> KEPT.contains(directive.getName())).toList();
  }

  private boolean hidden(DirectivesContainer<?> element) {
    return element.hasDirective(inaccessible);
  }
}
