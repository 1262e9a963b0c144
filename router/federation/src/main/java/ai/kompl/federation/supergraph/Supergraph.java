package ai.kompl.federation.supergraph;

import ai.kompl.federation.schema.SupergraphSchema;
import graphql.language.AstPrinter;
import graphql.language.Document;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.schema.idl.errors.SchemaProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A supergraph that was read: the engine's own schema, and what clients see of it. Immutable. */
public final class Supergraph {
  private final SupergraphSchema schema;
  private final FeatureList features;
  private final Map<String, List<AppliedDirective>> directives;
  private final GraphQLSchema apiSchema;
  private final String apiSdl;
  private final Map<String, Set<String>> hiddenValues;
  private final Protections protections;

  Supergraph(
      SupergraphSchema schema,
      FeatureList features,
      Map<String, List<AppliedDirective>> directives,
      Document document) {
    ApiSchemaBuilder builder = new ApiSchemaBuilder(features);
    Document api = builder.build(document);
    this.hiddenValues = Map.copyOf(builder.hiddenValues());
    this.schema = schema;
    this.features = features;
    this.directives = Map.copyOf(directives);
    this.protections = Protections.of(features, directives);
    this.apiSdl = AstPrinter.printAst(api);
    try {
      this.apiSchema =
          UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().buildRegistry(api));
    } catch (SchemaProblem problem) {
      throw new InvalidSupergraphException(
          "its API schema is not valid: " + problem.getMessage(), problem);
    }
  }

  /**
   * Reads a supergraph document of the join specification, versions 0.1 to 0.5.
   *
   * @throws InvalidSupergraphException when the text is not one, or needs an unknown feature
   */
  public static Supergraph read(String sdl) {
    return new JoinReader(sdl).read();
  }

  /** The types with what each subgraph has of them. */
  public SupergraphSchema schema() {
    return schema;
  }

  /** The features that the document links. */
  public FeatureList features() {
    return features;
  }

  /** The schema that clients see, as text. */
  public String apiSdl() {
    return apiSdl;
  }

  /** The schema that clients see, for validation and introspection. */
  public GraphQLSchema apiSchema() {
    return apiSchema;
  }

  /** The values of an enum that clients do not see although subgraphs may give them. */
  public Set<String> hiddenValues(String enumName) {
    return hiddenValues.getOrDefault(enumName, Set.of());
  }

  /** What its elements demand of callers. */
  public Protections protections() {
    return protections;
  }

  /**
   * The directives applied to an element, those of the join specification left out.
   *
   * @param coordinate such as {@code Mutation.signIn}, {@code User} or {@code Query.user(id:)}
   */
  public List<AppliedDirective> directives(String coordinate) {
    return directives.getOrDefault(coordinate, List.of());
  }
}
