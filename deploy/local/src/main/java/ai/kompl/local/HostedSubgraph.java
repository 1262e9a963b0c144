package ai.kompl.local;

import ai.kompl.federation.transport.InProcessResult;
import ai.kompl.federation.transport.InProcessSubgraph;
import ai.kompl.federation.transport.SubgraphCall;
import ai.kompl.kit.Subgraph;
import ai.kompl.kit.SubgraphRequest;
import ai.kompl.tenancy.caller.token.InternalCall;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subgraph of this process as the router calls it: the verified caller is handed on by reference,
 * and nothing becomes text.
 */
record HostedSubgraph(Subgraph subgraph) implements InProcessSubgraph {
  @Override
  public InProcessResult execute(SubgraphCall call) {
    if (!(call.context().attachment() instanceof InternalCall facts)) {
      throw new IllegalArgumentException("the request context carries no caller facts");
    }
    ExecutionResult result =
        subgraph.execute(
            new SubgraphRequest(
                call.operation().text(),
                Optional.empty(),
                call.variables().asMap(),
                facts.caller(),
                facts.requestId(),
                call.deadline()));
    Map<String, @Nullable Object> data = result.getData();
    var errors = new ArrayList<Map<String, @Nullable Object>>();
    for (GraphQLError error : result.getErrors()) {
      errors.add(new LinkedHashMap<>(error.toSpecification()));
    }
    return new InProcessResult(data, errors);
  }
}
