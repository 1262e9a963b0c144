package ai.kompl.federation.supergraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The features that a supergraph links, under the names that it gives them. */
public final class FeatureList {
  private static final Pattern URL =
      Pattern.compile("(.*/)([A-Za-z_][A-Za-z0-9_-]*)(?:/v(\\d+)\\.(\\d+))?/?");
  private static final String CORE = "https://specs.apollo.dev/";
  private static final Set<String> KNOWN =
      Set.of(
          "link",
          "core",
          "join",
          "tag",
          "inaccessible",
          "authenticated",
          "requiresScopes",
          "policy",
          "context",
          "cost",
          "cacheTag",
          "connect");

  private final List<Feature> features;

  /**
   * A linked feature.
   *
   * @param identity the URL without the version
   * @param name the feature's own name
   * @param prefix the name that stands for it in this document
   * @param major the version's first number
   * @param minor the version's second number
   * @param imports imported elements by their name in the feature ({@code @} kept for directives)
   */
  public record Feature(
      String identity,
      String name,
      String prefix,
      int major,
      int minor,
      Map<String, String> imports) {
    /** Copies the map. */
    public Feature {
      imports = Map.copyOf(imports);
    }

    /** The name in this document of one of the feature's directives. */
    public String directive(String directiveName) {
      String imported = imports.get("@" + directiveName);
      if (imported != null) {
        return imported.substring(1);
      }
      return directiveName.equals(name) ? prefix : prefix + "__" + directiveName;
    }
  }

  FeatureList(List<AppliedDirective> links) {
    List<Feature> found = new ArrayList<>();
    for (AppliedDirective link : links) {
      found.add(read(link));
    }
    this.features = List.copyOf(found);
  }

  /** All linked features, in the order of the document. */
  public List<Feature> features() {
    return features;
  }

  /** The feature of the core specifications with this name; null when it is not linked. */
  public @Nullable Feature core(String name) {
    for (Feature feature : features) {
      if (feature.identity().equals(CORE + name)) {
        return feature;
      }
    }
    return null;
  }

  /** The local name of the directive after which a core feature is called. */
  String directiveNameOf(String coreFeature) {
    Feature feature = core(coreFeature);
    return feature == null ? coreFeature : feature.directive(coreFeature);
  }

  /** Whether a directive of this name belongs to one of the features. */
  boolean ownsDirective(String name) {
    return features.stream()
        .anyMatch(feature ->
            name.equals(feature.prefix())
                || name.startsWith(feature.prefix() + "__")
                || feature.imports().containsValue("@" + name));
  }

  /** Whether a type of this name belongs to one of the features. */
  boolean ownsType(String name) {
    return features.stream()
        .anyMatch(feature ->
            name.startsWith(feature.prefix() + "__") || feature.imports().containsValue(name));
  }

  private static Feature read(AppliedDirective link) {
    String url = link.text("url");
    if (url == null) {
      url = link.text("feature");
    }
    Matcher matcher = URL.matcher(url == null ? "" : url);
    if (url == null || !matcher.matches()) {
      throw new InvalidSupergraphException("@link with the URL " + url + " names no feature");
    }
    String name = matcher.group(2);
    String identity = matcher.group(1) + name;
    String purpose = link.text("for");
    boolean known = identity.startsWith(CORE) && KNOWN.contains(name);
    if (!known && purpose != null) {
      throw new InvalidSupergraphException(
          "feature " + url + " is needed for " + purpose + " but not known to this engine");
    }
    String as = link.text("as");
    return new Feature(
        identity,
        name,
        as == null ? name : as,
        number(matcher.group(3)),
        number(matcher.group(4)),
        imports(link.arguments().get("import")));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static Map<String, String> imports(@Nullable Object argument) {
    Map<String, String> imports = new HashMap<>();
    if (argument instanceof List<?> elements) {
      for (Object element : elements) {
        if (element instanceof String name) {
          imports.put(name, name);
        } else if (element instanceof Map<?, ?> renamed
            && renamed.get("name") instanceof String name) {
          imports.put(name, renamed.get("as") instanceof String as ? as : name);
        }
      }
    }
    return imports;
  }
}
