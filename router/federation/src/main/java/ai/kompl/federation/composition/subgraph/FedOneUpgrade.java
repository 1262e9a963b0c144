package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import graphql.language.EnumValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Raises federation 1 subgraphs to what the same schema means in federation 2. The steps run in an
 * order in which each leaves less for the next: spellings, then marks that never had an effect,
 * then extensions, then externals nobody uses.
 */
public final class FedOneUpgrade {
  private static final Set<FederationDirective> FIELD_SETS =
      Set.of(FederationDirective.KEY, FederationDirective.REQUIRES, FederationDirective.PROVIDES);

  private final List<Subgraph> originals;
  private final ProblemSink sink;

  private FedOneUpgrade(List<Subgraph> originals, ProblemSink sink) {
    this.originals = originals;
    this.sink = sink;
  }

  /** The same subgraphs, those of federation 1 raised. */
  public static List<Subgraph> upgrade(List<Subgraph> subgraphs, ProblemSink sink) {
    FedOneUpgrade upgrade = new FedOneUpgrade(subgraphs, sink);
    FedOneSharing sharing = new FedOneSharing(subgraphs);
    List<Subgraph> out = new ArrayList<>();
    for (Subgraph subgraph : subgraphs) {
      out.add(
          subgraph.links().federationOne()
              ? sharing.share(subgraph, upgrade.upgrade(subgraph))
              : subgraph);
    }
    upgrade.checkInterfaceObjects();
    return out;
  }

  /**
   * A key on a federation 1 interface had no meaning, so it cannot carry an interface object
   * elsewhere.
   */
  private void checkInterfaceObjects() {
    for (Subgraph subgraph : originals) {
      for (TypeNode type : subgraph.schema().types().values()) {
        if (!subgraph.links().federationOne()
            || type.kind() != TypeKind.INTERFACE
            || !type.entity()) {
          continue;
        }
        boolean abstracted =
            originals.stream()
                .map(other -> other.type(type.name()))
                .anyMatch(other -> other != null && other.interfaceObject());
        if (abstracted) {
          String message =
              "["
                  + subgraph.name()
                  + "] "
                  + type.name()
                  + " is an @interfaceObject in another subgraph, but a federation 1 subgraph cannot resolve an interface by its key; link federation 2.3 or later";
          sink.error(ErrorCode.INTERFACE_OBJECT_USAGE_ERROR, message, type.name(), type.position());
        }
      }
    }
  }

  private Subgraph upgrade(Subgraph original) {
    original.schema().types().values().forEach(type -> checkBase(original, type));
    Subgraph subgraph = everyType(original, FedOneUpgrade::withStringFields);
    subgraph = everyType(subgraph, FedOneUpgrade::withoutIdleMarks);
    subgraph = everyType(subgraph, type -> withoutKeyExternals(original, type));
    subgraph = withoutIdleFieldSets(subgraph);
    subgraph = everyType(subgraph, type -> type.federationExtension() ? type.asDefined() : type);
    subgraph = everyType(subgraph, FedOneUpgrade::withoutInterfaceDirectives);
    subgraph = withoutLeafProvides(subgraph);
    return withoutUnusedExternals(subgraph);
  }

  private static Subgraph everyType(Subgraph subgraph, UnaryOperator<TypeNode> change) {
    Map<String, TypeNode> types = new LinkedHashMap<>();
    subgraph.schema().types().forEach((name, type) -> types.put(name, change.apply(type)));
    return subgraph.withSchema(subgraph.schema().withTypes(types));
  }

  private static TypeNode everyField(TypeNode type, UnaryOperator<FieldNode> change) {
    Map<String, FieldNode> fields = new LinkedHashMap<>();
    type.fields().forEach((name, field) -> fields.put(name, change.apply(field)));
    return type.withFields(fields);
  }

  private static List<Applied> without(Element element, Set<FederationDirective> directives) {
    return element.directives().stream()
        .filter(applied -> applied.known() == null || !directives.contains(applied.known()))
        .toList();
  }

  private void checkBase(Subgraph original, TypeNode type) {
    boolean output = type.kind() == TypeKind.OBJECT || type.kind() == TypeKind.INTERFACE;
    if (!output || !type.federationExtension() || SchemaModel.ROOTS.contains(type.name())) {
      return;
    }
    boolean based =
        originals.stream()
            .filter(other -> !other.name().equals(original.name()))
            .map(other -> other.type(type.name()))
            .anyMatch(other -> other != null && other.defined());
    if (!based) {
      String message =
          "["
              + type.position().subgraph()
              + "] "
              + type.name()
              + " is extended but defined in no subgraph; define it in one";
      sink.error(ErrorCode.EXTENSION_WITH_NO_BASE, message, type.name(), type.position());
    }
  }

  /** Federation 1 let field sets be lists of strings or bare names. */
  private static TypeNode withStringFields(TypeNode type) {
    TypeNode named =
        type.withDirectives(
            type.directives().stream().map(FedOneUpgrade::withStringFields).toList());
    return everyField(
        named,
        field ->
            field.withDirectives(
                field.directives().stream().map(FedOneUpgrade::withStringFields).toList()));
  }

  private static Applied withStringFields(Applied applied) {
    Value<?> fields = applied.arguments().get("fields");
    if (applied.known() == null
        || !FIELD_SETS.contains(applied.known())
        || fields == null
        || fields instanceof StringValue) {
      return applied;
    }
    String text =
        fields instanceof EnumValue name
            ? name.getName()
            : String.join(" ", Literals.strings(fields));
    return text.isEmpty() ? applied : withFields(applied, text);
  }

  private static Applied withFields(Applied applied, String text) {
    Map<String, Value<?>> arguments = new LinkedHashMap<>(applied.arguments());
    arguments.put("fields", Literals.string(text));
    return new Applied(applied.name(), applied.known(), arguments, applied.position());
  }

  /** {@code @external} on interfaces' fields and on whole types was ignored. */
  private static TypeNode withoutIdleMarks(TypeNode type) {
    TypeNode plain = type.withDirectives(without(type, Set.of(FederationDirective.EXTERNAL)));
    return type.kind() == TypeKind.INTERFACE
        ? everyField(
            plain,
            field -> field.withDirectives(without(field, Set.of(FederationDirective.EXTERNAL))))
        : plain;
  }

  /**
   * The key fields of an extension are known to it, whatever their mark; without a key, those of
   * the owner's first.
   */
  private TypeNode withoutKeyExternals(Subgraph original, TypeNode type) {
    if (!type.kind().composite() || !type.federationExtension()) {
      return type;
    }
    Set<String> known = new HashSet<>();
    if (type.entity()) {
      type.all(FederationDirective.KEY).forEach(key -> known.addAll(topFields(key)));
    } else {
      for (Subgraph other : originals) {
        TypeNode owner = other.name().equals(original.name()) ? null : other.type(type.name());
        Applied key = owner == null ? null : owner.first(FederationDirective.KEY);
        known.addAll(key == null ? Set.of() : topFields(key));
      }
    }
    return everyField(
        type,
        field ->
            known.contains(field.name())
                ? field.withDirectives(without(field, Set.of(FederationDirective.EXTERNAL)))
                : field);
  }

  private static Set<String> topFields(Applied key) {
    String fields = withStringFields(key).string("fields");
    return fields == null ? Set.of() : FieldSetParser.parseChecked(fields).topFields();
  }

  private static Subgraph withoutIdleFieldSets(Subgraph subgraph) {
    ExternalParts parts = new ExternalParts(subgraph);
    return everyType(
        subgraph,
        type ->
            everyField(
                type,
                field -> {
                  List<Applied> kept = new ArrayList<>();
                  for (Applied applied : field.directives()) {
                    Applied active = active(parts, type, field, applied);
                    if (active != null) {
                      kept.add(active);
                    }
                  }
                  return field.withDirectives(kept);
                }));
  }

  private static @Nullable Applied active(
      ExternalParts parts, TypeNode type, FieldNode field, Applied applied) {
    String fields = applied.string("fields");
    boolean provides = applied.known() == FederationDirective.PROVIDES;
    if (fields == null || (!provides && applied.known() != FederationDirective.REQUIRES)) {
      return applied;
    }
    if (!(FieldSetParser.parse(fields) instanceof FieldSetParser.Outcome.Parsed(FieldSet parsed))) {
      return applied;
    }
    FieldSet active = parts.of(provides ? field.type().baseName() : type.name(), parsed);
    if (active.isEmpty()) {
      return null;
    }
    return active.equals(parsed) ? applied : withFields(applied, active.text());
  }

  private static TypeNode withoutInterfaceDirectives(TypeNode type) {
    if (type.kind() != TypeKind.INTERFACE) {
      return type;
    }
    return everyField(
        type.withDirectives(without(type, Set.of(FederationDirective.KEY))),
        field -> field.withDirectives(without(field, FIELD_SETS)));
  }

  private static Subgraph withoutLeafProvides(Subgraph subgraph) {
    return everyType(
        subgraph,
        type ->
            everyField(
                type,
                field -> {
                  TypeKind kind = subgraph.schema().kind(field.type().baseName());
                  return kind != null && kind.composite()
                      ? field
                      : field.withDirectives(without(field, Set.of(FederationDirective.PROVIDES)));
                }));
  }

  private Subgraph withoutUnusedExternals(Subgraph subgraph) {
    Externals externals = new Externals(subgraph);
    FieldUse use = new FieldUse(subgraph);
    Map<String, TypeNode> types = new LinkedHashMap<>();
    for (TypeNode type : subgraph.schema().types().values()) {
      Map<String, FieldNode> fields = new LinkedHashMap<>(type.fields());
      fields
          .keySet()
          .removeIf(
              field -> externals.external(type.name(), field) && !use.used(type.name(), field));
      boolean emptied = fields.isEmpty() && !type.fields().isEmpty();
      if (emptied && referenced(subgraph, type.name())) {
        String message =
            "["
                + subgraph.name()
                + "] "
                + type.name()
                + " has only external fields that no @key, @requires or @provides uses; remove the type or use them";
        sink.error(ErrorCode.TYPE_WITH_ONLY_UNUSED_EXTERNAL, message, type.name(), type.position());
      } else if (!emptied) {
        types.put(type.name(), type.withFields(fields));
      }
    }
    return subgraph.withSchema(subgraph.schema().withTypes(types));
  }

  private static boolean referenced(Subgraph subgraph, String name) {
    return subgraph.schema().types().values().stream()
        .anyMatch(type ->
            type.members().contains(name)
                || type.interfaces().contains(name)
                || type.fields().values().stream()
                    .anyMatch(field -> field.type().baseName().equals(name)));
  }
}
