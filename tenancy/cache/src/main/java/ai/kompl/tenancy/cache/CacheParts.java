package ai.kompl.tenancy.cache;

import java.util.random.RandomGenerator;

/** What all caches of a process share. */
record CacheParts(
    CacheServer server,
    CacheGate gate,
    LocalLevel local,
    ValueSeal seal,
    CacheTimes times,
    RandomGenerator random) {}
