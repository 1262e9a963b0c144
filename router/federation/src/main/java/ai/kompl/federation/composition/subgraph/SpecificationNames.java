package ai.kompl.federation.composition.subgraph;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which names each built-in specification offers for import. */
final class SpecificationNames {
  private static final Map<String, Integer> FEDERATION_TYPES =
      Map.of("FieldSet", 0, "Scope", 5, "Policy", 6, "ContextFieldValue", 8);

  private SpecificationNames() {}

  static boolean contains(FeatureLink link, String name) {
    if (name.startsWith("@")) {
      String directive = name.substring(1);
      return new Links(List.of(plain(link)), Set.of()).known(link.name() + "__" + directive) != null
          || ownDirective(link, directive);
    }
    return switch (link.name()) {
      case "federation" ->
          FEDERATION_TYPES.containsKey(name)
              && FEDERATION_TYPES.getOrDefault(name, 0) <= link.version().minor();
      case "link" -> name.equals("Import") || name.equals("Purpose");
      case "requiresScopes" -> name.equals("Scope");
      case "policy" -> name.equals("Policy");
      case "context" -> name.equals("ContextFieldValue");
      default -> false;
    };
  }

  private static FeatureLink plain(FeatureLink link) {
    return new FeatureLink(
        link.identity(), link.name(), link.version(), link.name(), Map.of(), null, link.position());
  }

  private static boolean ownDirective(FeatureLink link, String directive) {
    return directive.equals(link.name()) && FederationDirective.named(directive) != null;
  }
}
