package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code @link}: a feature and the names under which this document knows its elements.
 *
 * @param identity URL without the version, such as {@code https://specs.apollo.dev/federation}
 * @param name last part of the identity
 * @param version version in the URL
 * @param prefix name space of elements that are not imported: the {@code as} or the name
 * @param imports local name to name in the feature; directives with {@code @}
 * @param purpose {@code SECURITY} or {@code EXECUTION}; null when none
 * @param position where
 */
public record FeatureLink(
    String identity,
    String name,
    Version version,
    String prefix,
    Map<String, String> imports,
    @Nullable String purpose,
    SourcePosition position) {
  /** Where the specifications of Apollo live. */
  public static final String SPECS = "https://specs.apollo.dev/";

  /** Identity of the federation feature. */
  public static final String FEDERATION = SPECS + "federation";

  /** Copies the imports, keeping their order. */
  public FeatureLink {
    imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
  }

  /** The name in the feature of a local directive name, or null when it is not of this feature. */
  public @Nullable String directiveInFeature(String local) {
    String imported = imports.get("@" + local);
    if (imported != null) {
      return imported.substring(1);
    }
    if (local.startsWith(prefix + "__")) {
      return local.substring(prefix.length() + 2);
    }
    return local.equals(prefix) ? name : null;
  }

  /** The local name of one of the feature's directives. */
  public String localDirective(String inFeature) {
    for (Map.Entry<String, String> entry : imports.entrySet()) {
      if (entry.getValue().equals("@" + inFeature)) {
        return entry.getKey().substring(1);
      }
    }
    return inFeature.equals(name) ? prefix : prefix + "__" + inFeature;
  }

  /** The name in the feature of a local type name, or null when it is not of this feature. */
  public @Nullable String typeInFeature(String local) {
    String imported = imports.get(local);
    if (imported != null) {
      return imported;
    }
    return local.startsWith(prefix + "__") ? local.substring(prefix.length() + 2) : null;
  }

  /** URL with version. */
  public String url() {
    return identity + "/" + version;
  }

  /** Whether this is one of the specifications that composition itself understands. */
  public boolean builtIn() {
    return identity.startsWith(SPECS) && Links.KNOWN_FEATURES.contains(name);
  }
}
