package ai.kompl.federation.transport;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A GraphQL result as Java values, as graphql-java's {@code ExecutionResult.getData()} and {@code
 * toSpecification()} give it. The engine reads the values and keeps them for the length of the
 * request; it never changes them.
 *
 * @param data the response tree by response key, or null when the whole result is null
 * @param errors each error as its specification map ({@code message}, {@code path}, {@code
 *     extensions}, ...); empty when there are none
 */
public record InProcessResult(
    @Nullable Map<String, @Nullable Object> data, List<Map<String, @Nullable Object>> errors) {}
