package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import graphql.language.ArrayValue;
import graphql.language.EnumValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code @link} applications of a schema element (link specification 1.0). */
final class LinkReader {
  private static final Version LATEST_FEDERATION = new Version(2, 14);
  private static final Pattern IMPORT_NAME = Pattern.compile("@?[_A-Za-z][_0-9A-Za-z]*");
  private static final Map<String, List<String>> KNOWN_VERSIONS =
      Map.ofEntries(
          Map.entry("link", List.of("v1.0")),
          Map.entry("core", List.of("v0.1", "v0.2")),
          Map.entry("tag", List.of("v0.1", "v0.2", "v0.3")),
          Map.entry("inaccessible", List.of("v0.1", "v0.2")),
          Map.entry("authenticated", List.of("v0.1")),
          Map.entry("requiresScopes", List.of("v0.1")),
          Map.entry("policy", List.of("v0.1")),
          Map.entry("cost", List.of("v0.1")),
          Map.entry("context", List.of("v0.1")),
          Map.entry("cacheTag", List.of("v0.1")),
          Map.entry("connect", List.of("v0.1", "v0.2", "v0.3", "v0.4")));

  private final ProblemSink sink;

  LinkReader(ProblemSink sink) {
    this.sink = sink;
  }

  Links read(List<Applied> schemaDirectives, Set<String> defined) {
    List<FeatureLink> features = new ArrayList<>();
    String linkName = bootstrapName(schemaDirectives);
    for (Applied applied : schemaDirectives) {
      if (applied.name().equals(linkName)) {
        FeatureLink link = link(applied);
        if (link != null) {
          add(features, link);
        }
      }
    }
    return new Links(features, defined);
  }

  /** The link directive may itself be linked under another name; then it introduces itself. */
  private static String bootstrapName(List<Applied> schemaDirectives) {
    for (Applied applied : schemaDirectives) {
      String url = urlOf(applied);
      if (url != null
          && (url.startsWith(FeatureLink.SPECS + "link/")
              || url.startsWith(FeatureLink.SPECS + "core/"))) {
        return applied.name();
      }
    }
    return "link";
  }

  private static @Nullable String urlOf(Applied applied) {
    String url = applied.string("url");
    return url == null ? applied.string("feature") : url;
  }

  private void add(List<FeatureLink> features, FeatureLink link) {
    for (FeatureLink other : features) {
      if (other.identity().equals(link.identity())) {
        wrong(
            link,
            "\""
                + link.identity()
                + "\" is linked more than once; keep one @link with all imports");
        return;
      }
      if (other.prefix().equals(link.prefix())) {
        wrong(
            link,
            "\""
                + link.url()
                + "\" and \""
                + other.url()
                + "\" share the name space \""
                + link.prefix()
                + "\"; give one of them an \"as\"");
        return;
      }
      for (String name : link.imports().keySet()) {
        if (other.imports().containsKey(name)) {
          wrong(
              link,
              "\""
                  + name
                  + "\" is imported from both \""
                  + other.url()
                  + "\" and \""
                  + link.url()
                  + "\"; rename one with {name, as}");
        }
      }
    }
    features.add(link);
  }

  private void wrong(FeatureLink link, String message) {
    sink.error(
        ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
        "[" + link.position().subgraph() + "] " + message,
        "",
        link.position());
  }

  private void wrong(Applied applied, ErrorCode code, String message) {
    sink.error(code, "[" + applied.position().subgraph() + "] " + message, "", applied.position());
  }

  private @Nullable FeatureLink link(Applied applied) {
    String url = urlOf(applied);
    if (url == null) {
      wrong(
          applied, ErrorCode.INVALID_LINK_DIRECTIVE_USAGE, "@link needs a \"url\" of type String");
      return null;
    }
    String path = path(url);
    if (path == null || path.isEmpty()) {
      wrong(
          applied,
          ErrorCode.INVALID_LINK_IDENTIFIER,
          "\"" + url + "\" has no path; a feature URL ends in /name/vX.Y");
      return null;
    }
    int slash = path.lastIndexOf('/');
    Version version = Version.parse(path.substring(slash + 1));
    if (version == null) {
      wrong(
          applied,
          ErrorCode.INVALID_LINK_IDENTIFIER,
          "\"" + url + "\" does not end in a version of the form v1.2");
      return null;
    }
    String before = path.substring(0, slash);
    String name = before.substring(before.lastIndexOf('/') + 1);
    if (name.isEmpty()) {
      wrong(
          applied,
          ErrorCode.INVALID_LINK_IDENTIFIER,
          "\"" + url + "\" has no feature name before the version");
      return null;
    }
    return checked(applied, identity(url), name, version);
  }

  private static @Nullable String path(String url) {
    try {
      String path = new URI(url).getPath();
      if (path == null) {
        return null;
      }
      String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      return trimmed.startsWith("/") ? trimmed.substring(1) : trimmed;
    } catch (URISyntaxException _) {
      return null;
    }
  }

  private static String identity(String url) {
    String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return trimmed.substring(0, trimmed.lastIndexOf('/'));
  }

  private @Nullable FeatureLink checked(
      Applied applied, String identity, String name, Version version) {
    if (!versionKnown(applied, identity, name, version)) {
      return null;
    }
    String as = applied.string("as");
    if (as != null && as.startsWith("@")) {
      wrong(
          applied,
          ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
          "\"as\" names a name space and takes no @: \"" + as + "\"");
    }
    String purpose =
        applied.arguments().get("for") instanceof EnumValue value ? value.getName() : null;
    Map<String, String> imports = imports(applied);
    FeatureLink link =
        new FeatureLink(
            identity, name, version, as == null ? name : as, imports, purpose, applied.position());
    checkKnownImports(applied, link);
    if (purpose != null && !link.builtIn()) {
      wrong(
          applied,
          ErrorCode.UNSUPPORTED_LINKED_FEATURE,
          "the feature "
              + link.url()
              + " is marked for "
              + purpose
              + " but composition does not know it; remove \"for\"");
    }
    return link;
  }

  private boolean versionKnown(Applied applied, String identity, String name, Version version) {
    if (identity.equals(FeatureLink.FEDERATION)) {
      if (version.major() != 2 || version.compareTo(LATEST_FEDERATION) > 0) {
        wrong(
            applied,
            ErrorCode.UNKNOWN_FEDERATION_LINK_VERSION,
            "federation " + version + " is not known; use v2.0 to " + LATEST_FEDERATION);
        return false;
      }
      return true;
    }
    List<String> known =
        identity.equals(FeatureLink.SPECS + name) ? KNOWN_VERSIONS.get(name) : null;
    if (known != null && !known.contains(version.toString())) {
      wrong(
          applied,
          ErrorCode.UNKNOWN_LINK_VERSION,
          name + " " + version + " is not known; use one of " + known);
      return false;
    }
    return true;
  }

  private Map<String, String> imports(Applied applied) {
    Map<String, String> imports = new LinkedHashMap<>();
    Value<?> value = applied.arguments().get("import");
    if (value instanceof ArrayValue array) {
      array.getValues().forEach(item -> readImport(applied, item, imports));
    } else if (value != null) {
      readImport(applied, value, imports);
    }
    return imports;
  }

  private void readImport(Applied applied, Value<?> item, Map<String, String> imports) {
    if (item instanceof StringValue string) {
      String name = String.valueOf(string.getValue());
      putImport(applied, name, name, imports);
      return;
    }
    if (!(item instanceof ObjectValue object)) {
      wrong(
          applied,
          ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
          "an import is a string or {name, as}, not " + Literals.text(item));
      return;
    }
    String name = null;
    String as = null;
    for (ObjectField field : object.getObjectFields()) {
      String text = field.getValue() instanceof StringValue string ? string.getValue() : null;
      if (text == null || !Set.of("name", "as").contains(field.getName())) {
        wrong(
            applied,
            ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
            "an import has the string fields name and as only: " + Literals.text(item));
        return;
      }
      name = field.getName().equals("name") ? text : name;
      as = field.getName().equals("as") ? text : as;
    }
    if (name == null) {
      wrong(
          applied,
          ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
          "an import needs a name: " + Literals.text(item));
      return;
    }
    putImport(applied, name, as == null ? name : as, imports);
  }

  private void putImport(Applied applied, String name, String local, Map<String, String> imports) {
    if (!IMPORT_NAME.matcher(name).matches() || !IMPORT_NAME.matcher(local).matches()) {
      wrong(
          applied,
          ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
          "\"" + name + "\" as \"" + local + "\" is not a GraphQL name");
    } else if (name.startsWith("@") != local.startsWith("@")) {
      wrong(
          applied,
          ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
          "\"" + name + "\" cannot be imported as \"" + local + "\": both or neither start with @");
    } else {
      imports.put(local, name);
    }
  }

  private void checkKnownImports(Applied applied, FeatureLink link) {
    if (!link.builtIn() || link.name().equals("connect")) {
      return;
    }
    for (String name : link.imports().values()) {
      if (!SpecificationNames.contains(link, name)) {
        String hint =
            name.startsWith("@") || !SpecificationNames.contains(link, "@" + name)
                ? ""
                : "; write \"@" + name + "\"";
        wrong(
            applied,
            ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
            link.url() + " has no \"" + name + "\" to import" + hint);
      }
    }
  }
}
