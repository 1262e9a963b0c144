package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import ai.kompl.federation.composition.subgraph.TypeRef;

/** Which types stand for which in one schema (GraphQL specification, "IsSubType"). */
record Subtypes(SchemaModel schema) {

  boolean subtype(TypeRef specific, TypeRef general) {
    return specific.subtypeOf(general, this::narrower);
  }

  private boolean narrower(String specific, String general) {
    TypeNode type = schema.type(specific);
    TypeNode abstraction = schema.type(general);
    return (type != null && type.interfaces().contains(general))
        || (abstraction != null && abstraction.members().contains(specific));
  }
}
