package ai.kompl.federation.composition.subgraph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Federation 1 shared value types and root fields without saying so; federation 2 wants it said.
 */
final class FedOneSharing {
  private final List<Subgraph> originals;
  private final Map<String, Externals> externals = new LinkedHashMap<>();

  FedOneSharing(List<Subgraph> originals) {
    this.originals = originals;
    originals.forEach(subgraph -> externals.put(subgraph.name(), new Externals(subgraph)));
  }

  Subgraph share(Subgraph original, Subgraph upgraded) {
    FieldUse use = new FieldUse(original);
    Externals own = new Externals(upgraded);
    Map<String, TypeNode> types = new LinkedHashMap<>();
    for (TypeNode type : upgraded.schema().types().values()) {
      types.put(
          type.name(),
          type.kind() == TypeKind.OBJECT && !type.name().equals("Subscription")
              ? share(upgraded, type, use)
              : type);
    }
    types.replaceAll((_, type) -> withoutTagsOnExternals(upgraded, own, type));
    return upgraded.withSchema(upgraded.schema().withTypes(types));
  }

  private TypeNode share(Subgraph subgraph, TypeNode type, FieldUse use) {
    if (!type.entity() && !SchemaModel.ROOTS.contains(type.name())) {
      boolean elsewhere =
          originals.stream()
              .anyMatch(other ->
                  !other.name().equals(subgraph.name()) && other.type(type.name()) != null);
      return elsewhere ? type.withDirectives(shared(type)) : type;
    }
    Map<String, FieldNode> fields = new LinkedHashMap<>();
    for (FieldNode field : type.fields().values()) {
      boolean share =
          !use.shareable(type.name(), field.name())
              && resolvedElsewhere(subgraph, type.name(), field.name());
      fields.put(field.name(), share ? field.withDirectives(shared(field)) : field);
    }
    return type.withFields(fields);
  }

  private static List<Applied> shared(Element element) {
    List<Applied> directives = new ArrayList<>(element.directives());
    directives.add(
        new Applied("shareable", FederationDirective.SHAREABLE, Map.of(), element.position()));
    return directives;
  }

  private boolean resolvedElsewhere(Subgraph subgraph, String type, String field) {
    for (Subgraph other : originals) {
      Externals marks = externals.get(other.name());
      if (!other.name().equals(subgraph.name())
          && other.schema().field(type, field) != null
          && marks != null
          && !marks.fullyExternal(type, field)) {
        return true;
      }
    }
    return false;
  }

  /** A tag on an external field belongs to the field's owner, which has it too. */
  private TypeNode withoutTagsOnExternals(Subgraph subgraph, Externals own, TypeNode type) {
    Map<String, FieldNode> fields = new LinkedHashMap<>();
    for (FieldNode field : type.fields().values()) {
      boolean external = own.external(type.name(), field.name());
      fields.put(
          field.name(),
          external
              ? field.withDirectives(
                  field.directives().stream()
                      .filter(applied ->
                          applied.known() != FederationDirective.TAG
                              || !taggedElsewhere(subgraph, type, field, applied))
                      .toList())
              : field);
    }
    return type.withFields(fields);
  }

  private boolean taggedElsewhere(Subgraph subgraph, TypeNode type, FieldNode field, Applied tag) {
    return originals.stream()
        .filter(other -> !other.name().equals(subgraph.name()))
        .map(other -> other.schema().field(type.name(), field.name()))
        .anyMatch(same ->
            same != null
                && same.all(FederationDirective.TAG).stream()
                    .anyMatch(applied -> applied.text().equals(tag.text())));
  }
}
