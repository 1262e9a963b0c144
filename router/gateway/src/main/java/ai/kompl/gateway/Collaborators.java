package ai.kompl.gateway;

import ai.kompl.gateway.http.ExportSource;
import ai.kompl.gateway.http.UploadStore;
import ai.kompl.gateway.operation.PersistedDocuments;
import ai.kompl.gateway.security.Policies;
import ai.kompl.gateway.telemetry.AccessLog;
import ai.kompl.gateway.telemetry.GatewayMetrics;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.access.AccessJournal;
import ai.kompl.tenancy.caller.token.AccessTokenVerifier;
import ai.kompl.tenancy.events.EventStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The parts of the house that a gateway works with. All are shared and outlive it.
 *
 * @param verifier proves callers
 * @param policies decides what {@code @policy} names in the schema
 * @param events what live operations follow
 * @param suspended the tenants that are not served at the time of asking; asked once at the start
 * @param uploads where uploaded content goes
 * @param exports where files come from that were made for tenants
 * @param keySet the token issuer's public keys as a JSON text (RFC 7517, 5)
 * @param checks what readiness depends on
 * @param documents documents that clients may name by id
 * @param access where access entries go
 * @param journal keeps what callers asked for
 * @param metrics the meters; the transports of the engine should be {@link GatewayMetrics#metered}
 * @param clock tells the time
 * @param random makes request ids; safe for use by several threads
 */
public record Collaborators(
    AccessTokenVerifier verifier,
    Policies policies,
    EventStream events,
    Supplier<Set<TenantId>> suspended,
    UploadStore uploads,
    ExportSource exports,
    Supplier<String> keySet,
    List<ReadinessCheck> checks,
    PersistedDocuments documents,
    AccessLog access,
    AccessJournal journal,
    GatewayMetrics metrics,
    InstantSource clock,
    RandomGenerator random) {
  /** Copies the list. */
  public Collaborators {
    checks = List.copyOf(checks);
  }
}
