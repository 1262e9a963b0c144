package ai.kompl.federation.composition.merge;

import org.jspecify.annotations.Nullable;

/** That a subgraph has a type, with one key or none ({@code @join__type}). */
public record JoinType(
    String subgraph,
    @Nullable String key,
    boolean extension,
    boolean resolvable,
    boolean interfaceObject) {}
