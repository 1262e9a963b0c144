package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.DirectiveNode;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merges subgraphs that are valid each alone. */
public final class Merger {
  private final MergeRun run;
  private final ProblemSink sink;
  private final AccessSources access;
  private final ObjectTypes objects;

  /** A merger of subgraphs in order of their names; reports to the sink. */
  public Merger(List<Subgraph> subgraphs, ProblemSink sink) {
    this.sink = sink;
    this.run = new MergeRun(subgraphs, sink);
    this.access = new AccessSources(run);
    this.objects = new ObjectTypes(run, access);
  }

  /**
   * Merges; what could not be merged is in the sink, and the schema then only good for looking at.
   */
  public MergedSchema merge() {
    Map<String, MergedType> types = new LinkedHashMap<>();
    Set<String> enums = new LinkedHashSet<>();
    for (String name : run.outline().typeNames()) {
      if (!run.outline().consistent(name)) {
        continue;
      }
      if (run.outline().kindOf(name) == TypeKind.ENUM) {
        enums.add(name);
        continue;
      }
      add(types, name);
    }
    Map<String, DirectiveNode> directives = new LinkedHashMap<>(run.composed().definitions());
    directives.putAll(new ExecutableDirectives(run).merge());
    recordDirectiveEnums(directives);
    enums.forEach(name -> add(types, name));
    checkQueries(types);
    List<JoinDirective> schemaDirectives = schemaDirectives();
    Map<String, MergedType> complete = new InterfaceObjectFields(run, access).complete(types);
    return new MergedSchema(
        run.subgraphs(),
        GraphNames.of(run.subgraphs()),
        complete,
        directives,
        run.composed().features(),
        run.applications().used(),
        schemaDirectives);
  }

  private void recordDirectiveEnums(Map<String, DirectiveNode> directives) {
    for (DirectiveNode directive : directives.values()) {
      directive
          .arguments()
          .values()
          .forEach(argument -> {
            String base = argument.type().baseName();
            if (run.outline().kindOf(base) == TypeKind.ENUM) {
              run.enumUse().input(base, "@" + directive.name());
            }
          });
    }
  }

  private void add(Map<String, MergedType> types, String name) {
    List<Source<TypeNode>> sources = run.sources(name);
    checkBase(name, sources);
    TypeKind kind = run.outline().kindOf(name);
    TypeNode empty =
        TypeNode.empty(name, kind, sources.getFirst().element().position())
            .withDescription(new Descriptions(sink).merge(name, sources))
            .withDirectives(
                run.applications()
                    .mergeWithAccess(
                        name, sources, kind == TypeKind.INTERFACE ? access.of(name) : List.of()));
    MergedType merged = merge(empty, sources);
    if (kind != TypeKind.OBJECT || !merged.node().fields().isEmpty()) {
      types.put(name, merged);
    }
  }

  private MergedType merge(TypeNode empty, List<Source<TypeNode>> sources) {
    List<JoinType> joins = joins(sources);
    Map<String, List<JoinDirective>> bound = new LinkedHashMap<>();
    List<JoinDirective> own = GraphDirectives.of(run, sources);
    if (!own.isEmpty()) {
      bound.put("", own);
    }
    return switch (empty.kind()) {
      case SCALAR -> new MergedType(empty, joins, Map.of(), Map.of(), Map.of(), Map.of(), bound);
      case OBJECT, INTERFACE -> objects.merge(empty, sources, joins, bound);
      case UNION -> union(empty, sources, joins, bound);
      case ENUM -> {
        EnumTypes.Merged merged = new EnumTypes(run).merge(empty.name(), sources);
        yield new MergedType(
            empty.withValues(merged.values()),
            joins,
            Map.of(),
            Map.of(),
            Map.of(),
            merged.graphs(),
            bound);
      }
      case INPUT_OBJECT -> {
        InputTypes.Merged merged = new InputTypes(run).merge(empty.name(), sources);
        yield new MergedType(
            empty.withInputs(merged.inputs()),
            joins,
            Map.of(),
            merged.joins(),
            Map.of(),
            Map.of(),
            bound);
      }
    };
  }

  private static List<JoinType> joins(List<Source<TypeNode>> sources) {
    List<JoinType> joins = new ArrayList<>();
    for (Source<TypeNode> source : sources) {
      TypeNode type = source.element();
      List<Applied> keys = type.all(FederationDirective.KEY);
      if (keys.isEmpty()) {
        joins.add(new JoinType(source.name(), null, false, true, type.interfaceObject()));
      }
      for (Applied key : keys) {
        joins.add(
            new JoinType(
                source.name(),
                key.string("fields"),
                type.federationExtension(),
                key.flag("resolvable", true),
                type.interfaceObject()));
      }
    }
    return joins;
  }

  private MergedType union(
      TypeNode empty,
      List<Source<TypeNode>> sources,
      List<JoinType> joins,
      Map<String, List<JoinDirective>> bound) {
    Map<String, List<String>> members = new LinkedHashMap<>();
    for (Source<TypeNode> source : sources) {
      source
          .element()
          .members()
          .forEach(
              member -> members.computeIfAbsent(member, _ -> new ArrayList<>()).add(source.name()));
    }
    members.forEach((member, graphs) -> {
      if (graphs.size() < sources.size()) {
        String message =
            "union "
                + empty.name()
                + " has the member "
                + member
                + " in "
                + String.join(", ", graphs)
                + " only";
        sink.hint(HintCode.INCONSISTENT_UNION_MEMBER, message, empty.name(), graphs);
      }
    });
    return new MergedType(
        empty.withMembers(members.keySet()), joins, Map.of(), Map.of(), members, Map.of(), bound);
  }

  private void checkBase(String name, List<Source<TypeNode>> sources) {
    boolean defined = sources.stream().anyMatch(source -> source.element().defined());
    if (defined || SchemaModel.ROOTS.contains(name)) {
      return;
    }
    String message =
        name
            + " is only extended (in "
            + String.join(", ", Source.names(sources))
            + ") and defined nowhere; define it in one subgraph";
    sink.error(ErrorCode.EXTENSION_WITH_NO_BASE, message, name, Source.positions(sources));
  }

  private void checkQueries(Map<String, MergedType> types) {
    if (!types.containsKey("Query") && run.outline().consistent("Query")) {
      List<String> all = run.subgraphs().stream().map(Subgraph::name).toList();
      List<SourcePosition> positions = all.stream().map(SourcePosition::unknown).toList();
      sink.error(
          new CompositionError(
              ErrorCode.NO_QUERIES,
              "no subgraph has a field of Query; a schema needs at least one",
              List.of("Query"),
              all,
              positions));
    }
  }

  private List<JoinDirective> schemaDirectives() {
    List<Source<List<Applied>>> sources = new ArrayList<>();
    run.subgraphs()
        .forEach(
            subgraph -> sources.add(new Source<>(subgraph, subgraph.schema().schemaDirectives())));
    return GraphDirectives.ofApplied(run, sources);
  }
}
