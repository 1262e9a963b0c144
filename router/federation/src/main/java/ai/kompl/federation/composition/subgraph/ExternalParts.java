package ai.kompl.federation.composition.subgraph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a field set what the subgraph has itself: only external parts are worth requiring or
 * providing.
 */
final class ExternalParts {
  private final SchemaModel schema;
  private final Externals externals;

  ExternalParts(Subgraph subgraph) {
    this.schema = subgraph.schema();
    this.externals = new Externals(subgraph);
  }

  FieldSet of(String type, FieldSet fields) {
    List<FieldSet.Part> kept = new ArrayList<>();
    for (FieldSet.Part part : fields.parts()) {
      FieldSet.Part external = external(type, part);
      if (external != null) {
        kept.add(external);
      }
    }
    return new FieldSet(kept);
  }

  private FieldSet.@Nullable Part external(String type, FieldSet.Part part) {
    return switch (part) {
      case FieldSet.Narrow narrow -> {
        FieldSet below = of(narrow.type() == null ? type : narrow.type(), narrow.below());
        yield below.isEmpty()
            ? null
            : new FieldSet.Narrow(narrow.type(), narrow.directives(), below);
      }
      case FieldSet.Pick pick -> external(type, pick);
    };
  }

  private FieldSet.@Nullable Part external(String type, FieldSet.Pick pick) {
    FieldNode field = schema.field(type, pick.name());
    if (field == null || external(type, pick.name())) {
      return pick;
    }
    FieldSet below = of(field.type().baseName(), pick.below());
    return below.isEmpty()
        ? null
        : new FieldSet.Pick(pick.name(), pick.alias(), pick.arguments(), pick.directives(), below);
  }

  private boolean external(String type, String field) {
    return externals.external(type, field)
        || schema.runtimeTypes(type).stream().anyMatch(name -> externals.external(name, field));
  }
}
