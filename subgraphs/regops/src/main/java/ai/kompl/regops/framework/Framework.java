package ai.kompl.regops.framework;

import ai.kompl.kit.EntityType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A law, standard or programme of requirements that a tenant has imported.
 *
 * @param version counts up with every change
 * @param refCode short code, unique within the tenant
 * @param jurisdiction whose law it is; empty when it is not bound to one
 * @param currentVersionId the version imported last
 * @param deletedAt when it was deleted; empty while in use
 */
public record Framework(
    UUID id,
    int version,
    String refCode,
    String name,
    Optional<String> publisher,
    Optional<String> jurisdiction,
    FrameworkCategory category,
    LicenceTerms licenceTerms,
    String scope,
    Optional<UUID> currentVersionId,
    Instant createdAt,
    UUID createdById,
    Instant updatedAt,
    UUID updatedById,
    Optional<Instant> deletedAt) {

  /** The entity of the graph. */
  public static final EntityType<Framework> TYPE =
      new EntityType<>("Framework", "framework", Framework.class, Framework::id);

  /** Its next state, deleted. */
  Framework deleted(Instant at, UUID by) {
    return next(at, by, Optional.of(at));
  }

  /** Its next state, in use again. */
  Framework restored(Instant at, UUID by) {
    return next(at, by, Optional.empty());
  }

  private Framework next(Instant at, UUID by, Optional<Instant> deleted) {
    return new Framework(
        id,
        version + 1,
        refCode,
        name,
        publisher,
        jurisdiction,
        category,
        licenceTerms,
        scope,
        currentVersionId,
        createdAt,
        createdById,
        at,
        by,
        deleted);
  }
}
