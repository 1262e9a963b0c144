package ai.kompl.federation.composition.subgraph;

import java.util.HashSet;
import java.util.Set;

/**
 * Which fields of one subgraph may be shared, and which are needed by its own directives or
 * interfaces.
 */
public final class FieldUse {
  private final Set<String> shareable = new HashSet<>();
  private final Set<String> used = new HashSet<>();

  /** Looks through the subgraph. */
  public FieldUse(Subgraph subgraph) {
    for (TypeNode type : subgraph.schema().types().values()) {
      for (Applied key : type.all(FederationDirective.KEY)) {
        collect(subgraph, type.name(), key, true);
      }
      for (FieldNode field : type.fields().values()) {
        if (type.sharesByType(field) || field.has(FederationDirective.SHAREABLE)) {
          shareable.add(type.name() + "." + field.name());
        }
        field
            .all(FederationDirective.PROVIDES)
            .forEach(provides -> collect(subgraph, field.type().baseName(), provides, true));
        field
            .all(FederationDirective.REQUIRES)
            .forEach(requires -> collect(subgraph, type.name(), requires, false));
        collectContexts(subgraph, field);
      }
      collectInterfaceFields(subgraph, type);
    }
  }

  private void collect(Subgraph subgraph, String parent, Applied directive, boolean share) {
    String fields = directive.string("fields");
    if (fields == null) {
      return;
    }
    FieldSetParser.parseChecked(fields)
        .forEachField(
            subgraph.schema(),
            parent,
            (type, pick) -> {
              add(subgraph, type, pick.name(), share);
            });
  }

  private void add(Subgraph subgraph, String type, String field, boolean share) {
    used.add(type + "." + field);
    if (share) {
      shareable.add(type + "." + field);
    }
    TypeNode node = subgraph.type(type);
    if (node != null && node.kind() == TypeKind.INTERFACE) {
      for (String implementation : subgraph.schema().runtimeTypes(type)) {
        used.add(implementation + "." + field);
        if (share) {
          shareable.add(implementation + "." + field);
        }
      }
    }
  }

  private void collectContexts(Subgraph subgraph, FieldNode field) {
    field
        .arguments()
        .values()
        .forEach(argument ->
            argument
                .all(FederationDirective.FROM_CONTEXT)
                .forEach(directive -> {
                  ContextSelection selection = ContextSelection.parse(directive.string("field"));
                  if (selection == null) {
                    return;
                  }
                  for (TypeNode setter : subgraph.schema().types().values()) {
                    boolean sets =
                        setter.all(FederationDirective.CONTEXT).stream()
                            .anyMatch(
                                context -> selection.context().equals(context.string("name")));
                    if (sets) {
                      FieldSetParser.parseChecked(selection.selection())
                          .forEachField(
                              subgraph.schema(),
                              setter.name(),
                              (type, pick) -> add(subgraph, type, pick.name(), false));
                    }
                  }
                }));
  }

  private void collectInterfaceFields(Subgraph subgraph, TypeNode type) {
    for (String interfaceName : type.interfaces()) {
      TypeNode abstraction = subgraph.type(interfaceName);
      if (abstraction != null) {
        abstraction.fields().keySet().forEach(field -> used.add(type.name() + "." + field));
      }
    }
  }

  /**
   * Whether several subgraphs may resolve the field: marked so, or part of a key or of what is
   * provided.
   */
  public boolean shareable(String type, String field) {
    return shareable.contains(type + "." + field);
  }

  /** Whether a key, requires, provides, context or interface of the subgraph needs the field. */
  public boolean used(String type, String field) {
    return used.contains(type + "." + field);
  }
}
