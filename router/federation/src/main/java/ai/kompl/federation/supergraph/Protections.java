package ai.kompl.federation.supergraph;

import ai.kompl.federation.rights.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of a supergraph demand something of callers: {@code @authenticated},
 * {@code @requiresScopes} and {@code @policy}, under whatever names the supergraph gives them.
 */
public final class Protections {
  private final Map<String, List<Requirement>> byCoordinate;

  private Protections(Map<String, List<Requirement>> byCoordinate) {
    this.byCoordinate = Map.copyOf(byCoordinate);
  }

  static Protections of(FeatureList features, Map<String, List<AppliedDirective>> directives) {
    Reader reader =
        new Reader(
            name("authenticated", features),
            name("requiresScopes", features),
            name("policy", features));
    Map<String, List<Requirement>> found = new HashMap<>();
    directives.forEach((coordinate, applied) -> {
      List<Requirement> requirements = reader.read(coordinate, applied);
      if (!requirements.isEmpty()) {
        found.put(coordinate, requirements);
      }
    });
    return new Protections(found);
  }

  /**
   * The directive's name in the document; null when that name belongs to another feature. One that
   * is not linked at all protects under its own name: a forgotten link must not open anything.
   */
  private static @Nullable String name(String feature, FeatureList features) {
    boolean foreign = features.core(feature) == null && features.ownsDirective(feature);
    return foreign ? null : features.directiveNameOf(feature);
  }

  /** Whether nothing is protected. */
  public boolean isEmpty() {
    return byCoordinate.isEmpty();
  }

  /**
   * What an element itself demands; all of it must be met.
   *
   * @param coordinate such as {@code User} or {@code User.email}
   */
  public List<Requirement> of(String coordinate) {
    return byCoordinate.getOrDefault(coordinate, List.of());
  }

  private record Reader(
      @Nullable String authenticated, @Nullable String scopes, @Nullable String policies) {

    List<Requirement> read(String coordinate, List<AppliedDirective> applied) {
      List<Requirement> found = new ArrayList<>();
      for (AppliedDirective directive : applied) {
        if (directive.name().equals(authenticated)) {
          found.add(new Requirement.Authenticated());
        } else if (directive.name().equals(scopes)) {
          found.add(new Requirement.Scopes(sets(directive, "scopes", coordinate)));
        } else if (directive.name().equals(policies)) {
          found.add(new Requirement.Policies(sets(directive, "policies", coordinate)));
        }
      }
      return List.copyOf(found);
    }

    private static List<List<String>> sets(
        AppliedDirective directive, String argument, String coordinate) {
      List<List<String>> sets = new ArrayList<>();
      for (Object set : list(directive.arguments().get(argument), directive, coordinate)) {
        List<String> names = new ArrayList<>();
        for (Object name : list(set, directive, coordinate)) {
          if (!(name instanceof String text)) {
            throw malformed(directive, coordinate);
          }
          names.add(text);
        }
        sets.add(names);
      }
      return sets;
    }

    private static List<?> list(
        @Nullable Object value, AppliedDirective directive, String coordinate) {
      if (value instanceof List<?> list) {
        return list;
      }
      throw malformed(directive, coordinate);
    }

    private static InvalidSupergraphException malformed(
        AppliedDirective directive, String coordinate) {
      return new InvalidSupergraphException(
          "@" + directive.name() + " on " + coordinate + " needs a list of lists of names");
    }
  }
}
