package ai.kompl.federation.composition.contract;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.merge.MergedType;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.EnumValueNode;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hides by tag: marks what a contract leaves out as {@code @inaccessible}, so that the supergraph
 * still plans over everything while clients see their part. A type all of whose fields are left out
 * is hidden with them.
 */
public final class TagFilter {
  private final Contract contract;
  private final MergedSchema merged;
  private final String inaccessible;

  private TagFilter(MergedSchema merged, Contract contract) {
    this.merged = merged;
    this.contract = contract;
    this.inaccessible =
        merged
            .used()
            .getOrDefault(
                FederationDirective.INACCESSIBLE, FederationDirective.INACCESSIBLE.specName());
  }

  /** The supergraph with the contract's hidden parts marked. */
  public static MergedSchema apply(MergedSchema merged, Contract contract) {
    return contract.equals(Contract.ALL) ? merged : new TagFilter(merged, contract).filtered();
  }

  private MergedSchema filtered() {
    Map<String, MergedType> types = new LinkedHashMap<>();
    merged.types().forEach((name, type) -> types.put(name, type.withNode(filtered(type.node()))));
    Map<FederationDirective, String> used = new LinkedHashMap<>(merged.used());
    used.putIfAbsent(FederationDirective.INACCESSIBLE, inaccessible);
    MergedSchema filtered =
        new MergedSchema(
            merged.subgraphs(),
            merged.graphs(),
            types,
            merged.directives(),
            merged.features(),
            used,
            merged.schemaDirectives());
    return contract.hideUnreachable() ? withoutUnreachable(filtered) : filtered;
  }

  private MergedSchema withoutUnreachable(MergedSchema filtered) {
    Set<String> reachable = ReachableTypes.of(VisibleSchema.of(filtered.schema()));
    Map<String, MergedType> types = new LinkedHashMap<>();
    filtered
        .types()
        .forEach((name, type) ->
            types.put(
                name,
                reachable.contains(name)
                    ? type
                    : type.withNode(type.node().withDirectives(hidden(type.node())))));
    return filtered.withTypes(types);
  }

  private static boolean tagged(Element element, Set<String> tags) {
    return element.all(FederationDirective.TAG).stream()
        .anyMatch(tag -> tags.contains(String.valueOf(tag.string("name"))));
  }

  private List<Applied> hidden(Element element) {
    if (element.has(FederationDirective.INACCESSIBLE)) {
      return element.directives();
    }
    List<Applied> directives = new ArrayList<>(element.directives());
    directives.add(
        new Applied(inaccessible, FederationDirective.INACCESSIBLE, Map.of(), element.position()));
    return directives;
  }

  private boolean excluded(Element element) {
    return tagged(element, contract.exclude());
  }

  private List<Applied> directives(Element element) {
    return excluded(element) ? hidden(element) : element.directives();
  }

  private TypeNode filtered(TypeNode type) {
    boolean whole = contract.include().isEmpty() || tagged(type, contract.include());
    Map<String, FieldNode> fields = new LinkedHashMap<>();
    for (FieldNode field : type.fields().values()) {
      boolean left = excluded(field) || (!whole && !tagged(field, contract.include()));
      fields.put(
          field.name(),
          field
              .withDirectives(left ? hidden(field) : field.directives())
              .withArguments(filtered(field.arguments())));
    }
    Map<String, EnumValueNode> values = new LinkedHashMap<>();
    type.values()
        .values()
        .forEach(value ->
            values.put(
                value.name(),
                new EnumValueNode(
                    value.name(), value.description(), directives(value), value.position())));
    TypeNode filtered =
        type.withFields(fields).withValues(values).withInputs(filtered(type.inputs()));
    return filtered.withDirectives(
        excluded(type) || emptied(filtered) ? hidden(type) : type.directives());
  }

  private Map<String, InputNode> filtered(Map<String, InputNode> inputs) {
    Map<String, InputNode> out = new LinkedHashMap<>();
    inputs
        .values()
        .forEach(input -> out.put(input.name(), input.withDirectives(directives(input))));
    return out;
  }

  /** The query root stays and is told about when nothing of it is left. */
  private static boolean emptied(TypeNode type) {
    boolean output = type.kind() == TypeKind.OBJECT || type.kind() == TypeKind.INTERFACE;
    boolean root = type.name().equals(SchemaModel.ROOTS.getFirst());
    return output
        && !root
        && type.fields().values().stream()
            .allMatch(field -> field.has(FederationDirective.INACCESSIBLE));
  }
}
