package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import java.util.UUID;

/**
 * A background job at work.
 *
 * @param id its id
 * @param kind what kind, dotted
 * @param payloadJson what it was given
 * @param attempt which attempt this is, from 1
 * @param lastAttempt whether it will not be tried again after this one
 * @param caller under whom it works: a SYSTEM caller of the job's tenant
 */
public record Job(
    UUID id, String kind, String payloadJson, int attempt, boolean lastAttempt, Caller caller) {}
