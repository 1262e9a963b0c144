package ai.kompl.federation.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object, interface or union of the supergraph. */
public final class CompositeType {
  /** The three kinds. */
  public enum Kind {
    /** Has a number in {@link ObjectTypes}. */
    OBJECT,
    /** Has fields and implementations. */
    INTERFACE,
    /** Has members only. */
    UNION
  }

  private final String name;
  private final Kind kind;
  private final boolean inaccessible;
  private final TypeSet possible;
  private final List<String> interfaces;
  private final Map<String, FieldDefinition> fields = new LinkedHashMap<>();
  private final @Nullable TypeInSubgraph[] bySubgraph;

  CompositeType(Facts facts, TypeSet possible, @Nullable TypeInSubgraph[] bySubgraph) {
    this.name = facts.name();
    this.kind = facts.kind();
    this.inaccessible = facts.inaccessible();
    this.interfaces = facts.interfaces();
    this.possible = possible;
    this.bySubgraph = bySubgraph;
    facts.fields().forEach(field -> fields.put(field.name(), field));
  }

  /** The type's name. */
  public String name() {
    return name;
  }

  /** Whether it is an object, an interface or a union. */
  public Kind kind() {
    return kind;
  }

  /** Whether clients may not see it. */
  public boolean inaccessible() {
    return inaccessible;
  }

  /** The object types that it can be, in any subgraph, hidden ones included. */
  public TypeSet possible() {
    return possible;
  }

  /** The interfaces that it implements in the supergraph. */
  public List<String> interfaces() {
    return interfaces;
  }

  /** The field with this name; null when there is none. */
  public @Nullable FieldDefinition field(String fieldName) {
    return fields.get(fieldName);
  }

  /** All fields. */
  public Collection<FieldDefinition> fields() {
    return fields.values();
  }

  /** What it is in a subgraph; null when the subgraph does not have it. */
  public @Nullable TypeInSubgraph in(int subgraph) {
    return bySubgraph[subgraph];
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * A type as the supergraph document tells it.
   *
   * @param contexts the contexts that its objects set
   * @param graphs per subgraph what {@code join__type} and its kin say; null where it is absent
   */
  public record Facts(
      String name,
      Kind kind,
      boolean inaccessible,
      List<String> interfaces,
      List<FieldDefinition> fields,
      List<String> contexts,
      List<@Nullable GraphFacts> graphs) {}

  /**
   * What the document says of a type in one subgraph.
   *
   * @param members the subtypes named there: union members for a union, unused otherwise
   * @param implemented the interfaces that the type implements there
   */
  public record GraphFacts(
      List<TypeInSubgraph.Key> keys,
      boolean interfaceObject,
      List<String> members,
      List<String> implemented) {}
}
