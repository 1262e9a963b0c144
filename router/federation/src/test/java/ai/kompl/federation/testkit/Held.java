package ai.kompl.federation.testkit;

import ai.kompl.federation.rights.Requirement;
import ai.kompl.federation.rights.Rights;
import java.util.Set;

/** A caller's rights, written down. */
public record Held(boolean known, Set<String> scopes, Set<String> policies) implements Rights {
  public static final Held KNOWN = new Held(true, Set.of(), Set.of());

  public Held {
    scopes = Set.copyOf(scopes);
    policies = Set.copyOf(policies);
  }

  public static Held scopes(String... scopes) {
    return new Held(true, Set.of(scopes), Set.of());
  }

  public static Held policies(String... policies) {
    return new Held(true, Set.of(), Set.of(policies));
  }

  @Override
  public boolean holds(Requirement requirement) {
    return switch (requirement) {
      case Requirement.Authenticated _ -> known;
      case Requirement.Scopes(var anyOf) -> anyOf.stream().anyMatch(scopes::containsAll);
      case Requirement.Policies(var anyOf) -> anyOf.stream().anyMatch(policies::containsAll);
    };
  }
}
