package ai.kompl.tenancy.data.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * Where a record stands.
 *
 * @param tenant whose chain
 * @param sequence its number in that chain, from 1, without gaps
 * @param id its own id
 * @param at when it was added, to the microsecond
 */
public record AuditPlace(String tenant, long sequence, UUID id, Instant at) {}
