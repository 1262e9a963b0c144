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
    UUID updatedById) {

  /** The entity of the graph. */
  public static final EntityType<Framework> TYPE =
      new EntityType<>("Framework", "framework", Framework.class, Framework::id);
}
