package ai.kompl.gateway.reload;

import ai.kompl.federation.FederationEngine;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.supergraph.AppliedDirective;
import ai.kompl.federation.supergraph.Supergraph;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An engine and what the gateway has read from its supergraph's directives. Immutable.
 *
 * @param engine runs operations
 * @param publicFields which root fields carry {@code @public}
 * @param eventFields what the subscription fields follow, by name
 */
public record RouterState(
    FederationEngine engine, Set<RootField> publicFields, Map<String, EventField> eventFields) {
  private static final String PUBLIC = "public";
  private static final String ON_EVENT = "onEvent";

  /** Copies the collections. */
  public RouterState {
    publicFields = Set.copyOf(publicFields);
    eventFields = Map.copyOf(eventFields);
  }

  /** A root field. */
  public record RootField(OperationKind kind, String name) {}

  /**
   * What {@code @onEvent} says of a subscription field.
   *
   * @param type the type of event
   * @param entity the GraphQL type of the field's value
   * @param idArgument the field argument that names the entity
   * @param initial whether the present state is sent at once
   */
  public record EventField(String type, String entity, String idArgument, boolean initial) {}

  /**
   * Reads the supergraph's directives.
   *
   * @throws IllegalArgumentException when a subscription field has no complete {@code @onEvent}, so
   *     that nobody could ever be served by it
   */
  public static RouterState of(FederationEngine engine) {
    Supergraph supergraph = engine.supergraph();
    GraphQLSchema schema = supergraph.apiSchema();
    Set<RootField> publicFields = new HashSet<>();
    addPublic(OperationKind.QUERY, schema.getQueryType(), supergraph, publicFields);
    addPublic(OperationKind.MUTATION, schema.getMutationType(), supergraph, publicFields);
    return new RouterState(
        engine, publicFields, eventFields(schema.getSubscriptionType(), supergraph));
  }

  private static void addPublic(
      OperationKind kind,
      @Nullable GraphQLObjectType type,
      Supergraph supergraph,
      Set<RootField> found) {
    if (type == null) {
      return;
    }
    for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
      if (directive(supergraph, type, field, PUBLIC).isPresent()) {
        found.add(new RootField(kind, field.getName()));
      }
    }
  }

  private static Map<String, EventField> eventFields(
      @Nullable GraphQLObjectType type, Supergraph supergraph) {
    Map<String, EventField> fields = new HashMap<>();
    if (type != null) {
      for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
        fields.put(
            field.getName(),
            directive(supergraph, type, field, ON_EVENT)
                .map(it -> eventField(it, field))
                .orElseThrow(() -> incomplete(field)));
      }
    }
    return fields;
  }

  private static Optional<AppliedDirective> directive(
      Supergraph supergraph, GraphQLObjectType type, GraphQLFieldDefinition field, String name) {
    return supergraph.directives(type.getName() + "." + field.getName()).stream()
        .filter(it -> it.name().equals(name) || it.name().endsWith("__" + name))
        .findFirst();
  }

  private static EventField eventField(AppliedDirective directive, GraphQLFieldDefinition field) {
    String type = directive.text("type");
    String entity = directive.text("entity");
    String id = directive.text("id");
    if (type == null || entity == null || id == null || field.getArgument(id) == null) {
      throw incomplete(field);
    }
    return new EventField(type, entity, id, directive.flag("initial", false));
  }

  private static IllegalArgumentException incomplete(GraphQLFieldDefinition field) {
    return new IllegalArgumentException(
        "Subscription."
            + field.getName()
            + " needs @onEvent with type, entity and the id argument that it follows");
  }
}
