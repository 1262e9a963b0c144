package ai.kompl.federation.composition;

/**
 * One subgraph to compose.
 *
 * @param name unique name; becomes a value of {@code join__Graph}
 * @param url where it is served; empty when it is not served over a network
 * @param sdl its schema, with or without the definitions of the federation directives
 */
public record SubgraphSource(String name, String url, String sdl) {}
