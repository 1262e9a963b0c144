package ai.kompl.federation;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.schema.GraphQLSchema;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Answers the introspection fields of an operation from the API schema. */
final class IntrospectionRunner {
  private final GraphQLSchema schema;

  IntrospectionRunner(GraphQLSchema schema) {
    this.schema = schema;
  }

  /**
   * The values of the root fields by response key.
   *
   * @param document an already validated document with introspection fields only
   */
  Map<String, @Nullable Object> run(Document document, Map<String, @Nullable Object> variables) {
    GraphQL graphql =
        GraphQL.newGraphQL(schema)
            .preparsedDocumentProvider(
                (_, _) -> CompletableFuture.completedFuture(new PreparsedDocumentEntry(document)))
            .build();
    ExecutionResult result =
        graphql.execute(
            ExecutionInput.newExecutionInput().query("introspection").variables(variables).build());
    Map<String, @Nullable Object> data = result.getData();
    return data == null ? Map.of() : data;
  }
}
