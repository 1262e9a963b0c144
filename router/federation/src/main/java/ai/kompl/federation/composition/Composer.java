package ai.kompl.federation.composition;

import ai.kompl.federation.composition.contract.Contract;
import ai.kompl.federation.composition.contract.TagFilter;
import ai.kompl.federation.composition.contract.VisibleSchema;
import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.merge.Merger;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.rule.ConnectVersion;
import ai.kompl.federation.composition.rule.ImportNamesAgree;
import ai.kompl.federation.composition.rule.SubgraphRules;
import ai.kompl.federation.composition.rule.SupergraphRules;
import ai.kompl.federation.composition.satisfy.Satisfiability;
import ai.kompl.federation.composition.subgraph.FedOneUpgrade;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.SdlReader;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.write.ApiWriter;
import ai.kompl.federation.composition.write.JoinWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Composes subgraphs into a supergraph (Apollo Federation 1 and 2). A composition depends on the
 * subgraphs alone: the same sources in any order give the same text.
 */
public final class Composer {
  private final ProblemSink sink = new ProblemSink();

  private Composer() {}

  /** Composes; bad input of any kind gives a refusal, never an exception. */
  public static Composition compose(List<SubgraphSource> sources) {
    return compose(sources, Contract.ALL);
  }

  /**
   * Composes what one kind of client sees; the supergraph is that of all subgraphs, with the rest
   * hidden.
   */
  public static Composition compose(List<SubgraphSource> sources, Contract contract) {
    return new Composer().run(sources, contract);
  }

  private Composition run(List<SubgraphSource> sources, Contract contract) {
    checkNames(sources);
    List<Subgraph> subgraphs = read(sources);
    if (sink.failed()) {
      return new Composition.Refused(sink.errors());
    }
    List<Subgraph> checked = check(subgraphs);
    if (sink.failed()) {
      return new Composition.Refused(sink.errors());
    }
    MergedSchema merged = TagFilter.apply(new Merger(checked, sink).merge(), contract);
    if (!sink.failed()) {
      SupergraphRules.check(merged, sink);
    }
    if (sink.failed()) {
      return new Composition.Refused(sink.errors());
    }
    SchemaModel visible = VisibleSchema.of(merged.schema());
    Satisfiability.check(merged, visible, sink);
    if (sink.failed()) {
      return new Composition.Refused(sink.errors());
    }
    return new Composition.Composed(
        JoinWriter.write(merged),
        ApiWriter.write(visible, merged.composedDirectives()),
        sink.hints());
  }

  /** Checks each subgraph alone; federation 1 is raised first, when it is valid GraphQL. */
  private List<Subgraph> check(List<Subgraph> subgraphs) {
    subgraphs.stream()
        .filter(subgraph -> subgraph.links().federationOne())
        .forEach(subgraph -> SubgraphRules.checkGraphQl(subgraph, sink));
    subgraphs.stream()
        .filter(subgraph -> !subgraph.links().federationOne())
        .forEach(subgraph -> SubgraphRules.check(subgraph, sink));
    if (sink.failed()) {
      return subgraphs;
    }
    List<Subgraph> upgraded = FedOneUpgrade.upgrade(subgraphs, sink);
    if (!sink.failed()) {
      upgraded.stream()
          .filter(subgraph -> subgraph.links().federationOne())
          .forEach(subgraph -> SubgraphRules.checkFederation(subgraph, sink));
    }
    ImportNamesAgree.check(upgraded, sink);
    ConnectVersion.check(upgraded, sink);
    return upgraded;
  }

  private void checkNames(List<SubgraphSource> sources) {
    Set<String> seen = new HashSet<>();
    for (SubgraphSource source : sources) {
      String wrong = null;
      if (source.name().isBlank()) {
        wrong = "a subgraph needs a name";
      } else if (source.name().equals("_")) {
        wrong = "the subgraph name \"_\" is reserved; choose another";
      } else if (!seen.add(source.name())) {
        wrong = "two subgraphs are called \"" + source.name() + "\"; names are unique";
      }
      if (wrong != null) {
        sink.error(
            ErrorCode.INVALID_SUBGRAPH_NAME, wrong, "", SourcePosition.unknown(source.name()));
      }
    }
  }

  private List<Subgraph> read(List<SubgraphSource> sources) {
    List<Subgraph> subgraphs = new ArrayList<>();
    SdlReader reader = new SdlReader(sink);
    for (SubgraphSource source :
        sources.stream().sorted(Comparator.comparing(SubgraphSource::name)).toList()) {
      Subgraph subgraph = reader.read(source.name(), source.url(), source.sdl());
      if (subgraph != null) {
        subgraphs.add(subgraph);
      }
    }
    return subgraphs;
  }
}
