package ai.kompl.federation;

/**
 * How an operation is run.
 *
 * @param text for people: each subgraph call with what it waits for, where it lands and what it
 *     asks
 * @param apolloJson for tools, in the JSON form of Apollo's query plans
 */
public record PlanExplanation(String text, String apolloJson) {}
