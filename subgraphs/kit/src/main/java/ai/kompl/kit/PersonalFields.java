package ai.kompl.kit;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.FieldDefinition;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.StringValue;
import graphql.language.TypeName;
import graphql.schema.DataFetcher;
import graphql.schema.PropertyDataFetcher;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeRuntimeWiring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the fields that a schema marks {@code @personal} and how they are read. */
final class PersonalFields {
  private static final String MARK = "personal";

  private final String subgraph;
  private final Resolvers resolvers;
  private final List<String> findings = new ArrayList<>();

  private PersonalFields(String subgraph, Resolvers resolvers) {
    this.subgraph = subgraph;
    this.resolvers = resolvers;
  }

  /**
   * How the marked fields are read.
   *
   * @throws SchemaMismatch when one cannot be masked, stands on something without an id, or names a
   *     mask that there is not
   */
  static List<TypeRuntimeWiring.Builder> wiring(
      String subgraph, TypeDefinitionRegistry types, Resolvers resolvers) {
    var fields = new PersonalFields(subgraph, resolvers);
    List<TypeRuntimeWiring.Builder> found = new ArrayList<>();
    for (ObjectTypeDefinition type : types.getTypes(ObjectTypeDefinition.class)) {
      for (FieldDefinition field : type.getFieldDefinitions()) {
        if (field.hasDirective(MARK)) {
          fields.read(type.getName(), field).ifPresent(found::add);
        }
      }
    }
    if (!fields.findings.isEmpty()) {
      throw new SchemaMismatch(subgraph, fields.findings);
    }
    return found;
  }

  private Optional<TypeRuntimeWiring.Builder> read(String type, FieldDefinition field) {
    var at = new Coordinate(type, field.getName());
    Directive mark = field.getDirectives(MARK).getFirst();
    FieldResolver<Object, ?> id = resolvers.fields().get(new Coordinate(type, "id"));
    Optional<Mask> mask = mask(mark);
    if (id == null) {
      findings.add(at + " is @personal on a type without a resolved id");
    }
    if (mask.isEmpty()) {
      findings.add(at + " is @personal with a mask that is not one of " + masks());
    }
    if (field.getType() instanceof NonNullType outer
        && !(outer.getType() instanceof TypeName name && name.getName().equals("String"))) {
      findings.add(at + " is @personal, so it must be a text or be able to be null");
    }
    if (id == null || mask.isEmpty()) {
      return Optional.empty();
    }
    var rule = new PersonalFetcher.Rule(subgraph, type, seenBy(mark), mask.get());
    return Optional.of(
        TypeRuntimeWiring.newTypeWiring(type)
            .dataFetcher(field.getName(), new PersonalFetcher(plain(at), id, rule)));
  }

  private DataFetcher<?> plain(Coordinate at) {
    FieldResolver<Object, ?> resolver = resolvers.fields().get(at);
    return resolver == null
        ? PropertyDataFetcher.fetching(at.field())
        : new FieldFetcher(resolver, FieldFetcher.Kind.NESTED, false);
  }

  private static Optional<Mask> mask(Directive mark) {
    Argument argument = mark.getArgument("mask");
    if (argument == null) {
      return Optional.of(Mask.HIDDEN);
    }
    return argument.getValue() instanceof StringValue text
        ? Arrays.stream(Mask.values())
            .filter(mask -> mask.name().equals(text.getValue()))
            .findFirst()
        : Optional.empty();
  }

  private static String masks() {
    return Arrays.toString(Mask.values());
  }

  private static Set<String> seenBy(Directive mark) {
    Set<String> roles = new HashSet<>();
    Argument argument = mark.getArgument("seenBy");
    if (argument != null && argument.getValue() instanceof ArrayValue list) {
      list.getValues().stream()
          .filter(StringValue.class::isInstance)
          .map(StringValue.class::cast)
          .map(StringValue::getValue)
          .forEach(roles::add);
    }
    return roles;
  }
}
