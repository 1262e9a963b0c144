package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import ai.kompl.federation.composition.subgraph.TypeRef;

/** Which types stand for which in one schema (GraphQL specification, "IsSubType"). */
record Subtypes(SchemaModel schema) {

  boolean subtype(TypeRef specific, TypeRef general) {
    if (specific.equals(general)) {
      return true;
    }
    if (general instanceof TypeRef.NonNull outer) {
      return specific instanceof TypeRef.NonNull inner
          && subtype(inner.nullable(), outer.nullable());
    }
    if (specific instanceof TypeRef.NonNull inner) {
      return subtype(inner.nullable(), general);
    }
    if (specific instanceof TypeRef.ListOf inner && general instanceof TypeRef.ListOf outer) {
      return subtype(inner.element(), outer.element());
    }
    return specific instanceof TypeRef.Named one
        && general instanceof TypeRef.Named other
        && narrower(one.name(), other.name());
  }

  private boolean narrower(String specific, String general) {
    TypeNode type = schema.type(specific);
    TypeNode abstraction = schema.type(general);
    return (type != null && type.interfaces().contains(general))
        || (abstraction != null && abstraction.members().contains(specific));
  }
}
