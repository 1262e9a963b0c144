package ai.kompl.tenancy.data;

import java.time.Duration;
import java.util.Optional;

/**
 * What a group of consumers has left to do.
 *
 * @param group its name
 * @param waiting events that are not applied yet, without the dead letters
 * @param failed those of them that were tried in vain
 * @param held those of them that wait behind a dead letter on the same entity
 * @param dead dead letters
 * @param lag how long the oldest of those that wait for nothing but their turn has waited
 */
public record GroupBacklog(
    String group, long waiting, long failed, long held, long dead, Optional<Duration> lag) {}
