package ai.kompl.local.verify.isolation;

import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All root fields of a schema as calls. */
final class RootCalls {
  /** Not an entity of the graph but a file outside it. */
  private static final String UPLOAD = "Upload";

  private RootCalls() {}

  /** Reads the public schema's SDL. */
  static List<RootCall> of(String apiSdl) {
    GraphQLSchema schema =
        UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(apiSdl));
    var known =
        new ArrayList<>(
            schema.getAllTypesAsList().stream().map(GraphQLNamedType::getName).toList());
    known.add(UPLOAD);
    var calls = new ArrayList<RootCall>();
    add("query", Optional.ofNullable(schema.getQueryType()), known, calls);
    add("mutation", Optional.ofNullable(schema.getMutationType()), known, calls);
    add("subscription", Optional.ofNullable(schema.getSubscriptionType()), known, calls);
    return calls;
  }

  private static void add(
      String kind, Optional<GraphQLObjectType> root, List<String> known, List<RootCall> into) {
    root.ifPresent(type ->
        type.getFieldDefinitions().forEach(field -> into.add(new RootCall(kind, field, known))));
  }
}
