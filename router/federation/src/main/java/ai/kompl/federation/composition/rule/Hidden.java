package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** What clients do not see. */
record Hidden(SchemaModel schema) {

  static boolean hidden(Element element) {
    return element.has(FederationDirective.INACCESSIBLE);
  }

  static boolean shown(Element element) {
    return !hidden(element);
  }

  boolean hiddenType(String name) {
    TypeNode type = schema.type(name);
    return type != null && hidden(type);
  }
}
