package ai.kompl.federation.schema;

import ai.kompl.federation.schema.CompositeType.Facts;
import ai.kompl.federation.schema.CompositeType.GraphFacts;
import ai.kompl.federation.schema.CompositeType.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The supergraph's composite types, and what each of them is in each subgraph. Immutable. */
public final class SupergraphSchema {
  private final List<Subgraph> subgraphs;
  private final ObjectTypes objectTypes;
  private final Map<String, CompositeType> types = new LinkedHashMap<>();
  private final Map<String, List<CompositeType>> setters = new LinkedHashMap<>();
  private final RootTypes rootTypes;

  /**
   * A subgraph.
   *
   * @param graphName its value in {@code join__Graph}
   * @param name its own name
   * @param url where it is served, as the supergraph says; may be empty
   */
  public record Subgraph(String graphName, String name, String url) {}

  /** The names of the root types; null where the supergraph has none. */
  public record RootTypes(String query, @Nullable String mutation, @Nullable String subscription) {
    /** Whether the type is one of the roots. */
    public boolean contains(String typeName) {
      return typeName.equals(query) || typeName.equals(mutation) || typeName.equals(subscription);
    }
  }

  /** Builds the table from what the supergraph document says. */
  public SupergraphSchema(List<Subgraph> subgraphs, RootTypes rootTypes, List<Facts> facts) {
    this.subgraphs = List.copyOf(subgraphs);
    this.rootTypes = rootTypes;
    this.objectTypes =
        new ObjectTypes(
            facts.stream().filter(type -> standsForItself(type, facts)).map(Facts::name).toList());
    PossibleTypes possible = new PossibleTypes(objectTypes, facts);
    for (Facts type : facts) {
      @Nullable TypeInSubgraph[] bySubgraph = new @Nullable TypeInSubgraph[subgraphs.size()];
      for (int subgraph = 0; subgraph < bySubgraph.length; subgraph++) {
        GraphFacts graph = type.graphs().get(subgraph);
        if (graph != null) {
          bySubgraph[subgraph] =
              new TypeInSubgraph(
                  graph.keys(), graph.interfaceObject(), possible.inSubgraph(type, subgraph));
        }
      }
      CompositeType read = new CompositeType(type, possible.anywhere(type), bySubgraph);
      types.put(type.name(), read);
      type.contexts()
          .forEach(context -> setters.computeIfAbsent(context, _ -> new ArrayList<>()).add(read));
    }
  }

  /**
   * Whether objects have this type: object types, and an interface that no type implements, as one
   * that exists for interface objects only.
   */
  private static boolean standsForItself(Facts type, List<Facts> facts) {
    return switch (type.kind()) {
      case OBJECT -> true;
      case INTERFACE -> facts.stream().noneMatch(other -> other.interfaces().contains(type.name()));
      case UNION -> false;
    };
  }

  /** The subgraphs; their index is their number. */
  public List<Subgraph> subgraphs() {
    return subgraphs;
  }

  /** The numbers of the object types. */
  public ObjectTypes objectTypes() {
    return objectTypes;
  }

  /** The names of the root types. */
  public RootTypes rootTypes() {
    return rootTypes;
  }

  /** The composite type with this name; null for scalars, enums, inputs and unknown names. */
  public @Nullable CompositeType find(String name) {
    return types.get(name);
  }

  /** The composite type with this name, which must exist. */
  public CompositeType composite(String name) {
    CompositeType type = types.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no composite type " + name);
    }
    return type;
  }

  /** The object type with this number. */
  public CompositeType object(int number) {
    return composite(objectTypes.name(number));
  }

  /** Whether objects set contexts, from which fields below them take arguments. */
  public boolean hasContexts() {
    return !setters.isEmpty();
  }

  /** The types whose objects set a context. */
  public List<CompositeType> setters(String context) {
    return List.copyOf(setters.getOrDefault(context, List.of()));
  }

  /** All composite types. */
  public List<CompositeType> types() {
    return List.copyOf(types.values());
  }

  /** Which object types a type can be, in one subgraph and anywhere. */
  private static final class PossibleTypes {
    private final ObjectTypes objectTypes;
    private final List<Facts> facts;
    private final Map<String, TypeSet> implementations = new HashMap<>();

    PossibleTypes(ObjectTypes objectTypes, List<Facts> facts) {
      this.objectTypes = objectTypes;
      this.facts = facts;
    }

    TypeSet anywhere(Facts type) {
      return switch (type.kind()) {
        case OBJECT -> TypeSet.of(objectTypes.number(type.name()));
        case INTERFACE -> implementations.computeIfAbsent(type.name(), this::implementing);
        case UNION -> {
          List<String> members = new ArrayList<>();
          for (GraphFacts graph : type.graphs()) {
            if (graph != null) {
              members.addAll(graph.members());
            }
          }
          yield numbers(members);
        }
      };
    }

    TypeSet inSubgraph(Facts type, int subgraph) {
      GraphFacts graph = type.graphs().get(subgraph);
      if (graph == null) {
        return TypeSet.empty();
      }
      if (type.kind() == Kind.UNION) {
        return numbers(graph.members());
      }
      if (objectTypes.number(type.name()) >= 0 || graph.interfaceObject()) {
        return anywhere(type);
      }
      List<String> names = new ArrayList<>();
      for (Facts object : facts) {
        GraphFacts there = object.graphs().get(subgraph);
        if (object.kind() == Kind.OBJECT
            && there != null
            && there.implemented().contains(type.name())) {
          names.add(object.name());
        }
      }
      return numbers(names);
    }

    private TypeSet implementing(String interfaceName) {
      int itself = objectTypes.number(interfaceName);
      if (itself >= 0) {
        return TypeSet.of(itself);
      }
      return numbers(
          facts.stream()
              .filter(type -> type.kind() == Kind.OBJECT)
              .filter(type -> type.interfaces().contains(interfaceName))
              .map(Facts::name)
              .toList());
    }

    private TypeSet numbers(List<String> names) {
      return TypeSet.of(
          names.stream().mapToInt(objectTypes::number).filter(number -> number >= 0).toArray());
    }
  }
}
