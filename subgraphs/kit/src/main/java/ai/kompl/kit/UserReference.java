package ai.kompl.kit;

import java.util.UUID;

/**
 * A person as other subgraphs know them: by id. The identity subgraph owns the rest.
 *
 * @param id the person's internal id
 */
public record UserReference(UUID id) {

  /** The entity {@code User} where it is only referred to. */
  public static final EntityType<UserReference> TYPE =
      new EntityType<>("User", "user", UserReference.class, UserReference::id);
}
