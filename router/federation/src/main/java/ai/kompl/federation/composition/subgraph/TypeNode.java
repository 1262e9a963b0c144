package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.SourcePosition;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named type; the parts that its kind does not have are empty.
 *
 * @param interfaces names of the interfaces it implements
 * @param fields fields of an object or interface
 * @param inputs fields of an input object
 * @param values values of an enum
 * @param members members of a union
 * @param defined whether there is a definition and not extensions only
 * @param extended whether there is an extension, by keyword or by {@code @extends}
 * @param declarations where the definition and each extension start
 */
public record TypeNode(
    String name,
    TypeKind kind,
    @Nullable String description,
    Set<String> interfaces,
    Map<String, FieldNode> fields,
    Map<String, InputNode> inputs,
    Map<String, EnumValueNode> values,
    Set<String> members,
    List<Applied> directives,
    boolean defined,
    boolean extended,
    SourcePosition position,
    List<SourcePosition> declarations)
    implements Element {

  /** Copies the parts, keeping their order. */
  public TypeNode {
    interfaces = Collections.unmodifiableSet(new LinkedHashSet<>(interfaces));
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
    directives = List.copyOf(directives);
    declarations =
        declarations.stream()
            .sorted(
                Comparator.comparingInt(SourcePosition::line)
                    .thenComparingInt(SourcePosition::column))
            .toList();
  }

  /** A type with nothing in it. */
  public static TypeNode empty(String name, TypeKind kind, SourcePosition position) {
    return new TypeNode(
        name,
        kind,
        null,
        Set.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Set.of(),
        List.of(),
        true,
        false,
        position,
        List.of(position));
  }

  /** The same with other directives. */
  public TypeNode withDirectives(List<Applied> others) {
    return copy(name, description, interfaces, fields, inputs, values, members, others);
  }

  /** The same with other fields. */
  public TypeNode withFields(Map<String, FieldNode> others) {
    return copy(name, description, interfaces, others, inputs, values, members, directives);
  }

  /** The same with other input fields. */
  public TypeNode withInputs(Map<String, InputNode> others) {
    return copy(name, description, interfaces, fields, others, values, members, directives);
  }

  /** The same with other values. */
  public TypeNode withValues(Map<String, EnumValueNode> others) {
    return copy(name, description, interfaces, fields, inputs, others, members, directives);
  }

  /** The same with other members. */
  public TypeNode withMembers(Set<String> others) {
    return copy(name, description, interfaces, fields, inputs, values, others, directives);
  }

  /** The same with other interfaces. */
  public TypeNode withInterfaces(Set<String> others) {
    return copy(name, description, others, fields, inputs, values, members, directives);
  }

  /** The same with another description. */
  public TypeNode withDescription(@Nullable String other) {
    return copy(name, other, interfaces, fields, inputs, values, members, directives);
  }

  /** The same under another name. */
  public TypeNode renamed(String other) {
    return copy(other, description, interfaces, fields, inputs, values, members, directives);
  }

  /** The same with a definition, as federation 2 sees every extension. */
  public TypeNode asDefined() {
    return new TypeNode(
        name,
        kind,
        description,
        interfaces,
        fields,
        inputs,
        values,
        members,
        directives,
        true,
        extended,
        position,
        List.of(position));
  }

  private TypeNode copy(
      String otherName,
      @Nullable String otherDescription,
      Set<String> otherInterfaces,
      Map<String, FieldNode> otherFields,
      Map<String, InputNode> otherInputs,
      Map<String, EnumValueNode> otherValues,
      Set<String> otherMembers,
      List<Applied> otherDirectives) {
    return new TypeNode(
        otherName,
        kind,
        otherDescription,
        otherInterfaces,
        otherFields,
        otherInputs,
        otherValues,
        otherMembers,
        otherDirectives,
        defined,
        extended,
        position,
        declarations);
  }

  /** Whether both places are in the same definition or extension of the type. */
  public boolean sameDeclaration(SourcePosition left, SourcePosition right) {
    return declaration(left) == declaration(right);
  }

  private long declaration(SourcePosition place) {
    return declarations.stream()
        .filter(start ->
            start.line() < place.line()
                || (start.line() == place.line() && start.column() <= place.column()))
        .count();
  }

  /**
   * Whether {@code @shareable} on the type holds for the field: it speaks for one declaration only.
   */
  public boolean sharesByType(FieldNode field) {
    return all(FederationDirective.SHAREABLE).stream()
        .anyMatch(applied ->
            declarations.size() < 2 || sameDeclaration(applied.position(), field.position()));
  }

  /** Whether this stands for an interface of other subgraphs. */
  public boolean interfaceObject() {
    return has(FederationDirective.INTERFACE_OBJECT);
  }

  /** Whether it adds to a type of other subgraphs, in the sense of federation 1. */
  public boolean federationExtension() {
    return extended && (!defined || has(FederationDirective.EXTENDS));
  }

  /** Whether it can be reached by a key from other subgraphs' view of it. */
  public boolean entity() {
    return has(FederationDirective.KEY);
  }
}
