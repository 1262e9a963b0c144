package ai.kompl.gateway.security;

import ai.kompl.federation.rights.Requirement;
import ai.kompl.federation.rights.Rights;
import ai.kompl.tenancy.caller.Caller;
import java.util.List;
import java.util.Optional;

/**
 * What a proved caller holds of what the schema demands. Scopes are those that the access token
 * carries: a token that was not narrowed carries none. Without a caller nothing is held.
 *
 * @param caller who asks; empty when no token came
 * @param policies decides what {@code @policy} names
 */
public record CallerRights(Optional<Caller> caller, Policies policies) implements Rights {

  @Override
  public boolean holds(Requirement requirement) {
    return caller.isPresent()
        && switch (requirement) {
          case Requirement.Authenticated _ -> true;
          case Requirement.Scopes scopes -> scopes.metBy(caller.get().scopes());
          case Requirement.Policies(var anyOf) ->
              anyOf.stream().anyMatch(all -> hold(all, caller.get()));
        };
  }

  private boolean hold(List<String> names, Caller asking) {
    return names.stream().allMatch(name -> policies.holds(name, asking));
  }
}
