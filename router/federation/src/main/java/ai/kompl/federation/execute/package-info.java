/**
 * Runs a compiled plan: starts fetches as those they wait for end, reads answers into the store,
 * merges entities, and writes the response with nulls and errors as the GraphQL specification
 * (section 6.4.4) rules. Objects per request are few: values are packed longs in tables that point
 * into the bytes the subgraphs sent.
 */
@NullMarked
package ai.kompl.federation.execute;

import org.jspecify.annotations.NullMarked;
