package ai.kompl.federation.composition.subgraph;

import java.util.HashSet;
import java.util.Set;

/**
 * Which fields of a subgraph it does not resolve itself, except where it is provided with them. A
 * key field of an extension counts as resolved although it is marked: whoever enters by the key
 * knows it.
 */
public final class Externals {
  private final Set<String> marked = new HashSet<>();
  private final Set<String> keysOfExtensions = new HashSet<>();
  private final Set<String> provided = new HashSet<>();

  /** Looks through the subgraph. */
  public Externals(Subgraph subgraph) {
    for (TypeNode type : subgraph.schema().types().values()) {
      boolean whole = type.has(FederationDirective.EXTERNAL);
      for (FieldNode field : type.fields().values()) {
        if (whole || field.has(FederationDirective.EXTERNAL)) {
          marked.add(type.name() + "." + field.name());
        }
        collectProvided(subgraph, field);
      }
      if (type.federationExtension()) {
        collectKeys(subgraph, type);
      }
    }
  }

  private void collectKeys(Subgraph subgraph, TypeNode type) {
    for (Applied key : type.all(FederationDirective.KEY)) {
      String fields = key.string("fields");
      if (fields != null) {
        FieldSetParser.parseChecked(fields)
            .forEachField(
                subgraph.schema(),
                type.name(),
                (parent, pick) -> keysOfExtensions.add(parent + "." + pick.name()));
      }
    }
  }

  private void collectProvided(Subgraph subgraph, FieldNode field) {
    Applied provides = field.first(FederationDirective.PROVIDES);
    String fields = provides == null ? null : provides.string("fields");
    if (fields != null) {
      FieldSetParser.parseChecked(fields)
          .forEachField(
              subgraph.schema(),
              field.type().baseName(),
              (parent, pick) -> addProvided(subgraph, parent, pick.name()));
    }
  }

  private void addProvided(Subgraph subgraph, String type, String field) {
    provided.add(type + "." + field);
    subgraph.schema().runtimeTypes(type).forEach(name -> provided.add(name + "." + field));
  }

  /** Whether the field is external in truth. */
  public boolean external(String type, String field) {
    String coordinate = type + "." + field;
    return marked.contains(coordinate) && !keysOfExtensions.contains(coordinate);
  }

  /** Whether the field carries the mark, even as the key of an extension. */
  public boolean marked(String type, String field) {
    return marked.contains(type + "." + field);
  }

  /** Whether some {@code @provides} gives the external field on some path. */
  public boolean provided(String type, String field) {
    return provided.contains(type + "." + field);
  }

  /** Whether the subgraph resolves the field on no path at all. */
  public boolean fullyExternal(String type, String field) {
    return external(type, field) && !provided(type, field);
  }
}
