package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Subgraph;
import java.util.List;

/** All rules for subgraphs, in the order they run. */
public final class SubgraphRules {
  /** Rules of the GraphQL specification: what breaks them is not looked at further. */
  private static final List<SubgraphRule> GRAPHQL =
      List.of(
          new NamesAllowed(),
          new TypesExist(),
          new TypesFilled(),
          new InterfacesImplemented(),
          new InputsFinite(),
          new DirectivesFit(),
          new DefaultsFit());

  private static final List<SubgraphRule> FEDERATION =
      List.of(
          new KeyFieldSets(),
          new RequiresFieldSets(),
          new ProvidesFieldSets(),
          new ContextNames(),
          new ContextArguments(),
          new ExternalNotOnInterface(),
          new ExternalUsed(),
          new InterfaceKeysOnImplementations(),
          new InterfaceObjectsKeyed(),
          new ShareablePlaces(),
          new TagNames(),
          new HiddenNotBuiltIn(),
          new CostPlaces(),
          new ListSizes(),
          new AccessPlaces(),
          new CacheTags());

  private SubgraphRules() {}

  /** Checks one subgraph; federation rules only when it is a valid GraphQL schema. */
  public static void check(Subgraph subgraph, ProblemSink sink) {
    ProblemSink graphql = new ProblemSink();
    GRAPHQL.forEach(rule -> rule.check(subgraph, graphql));
    graphql.errors().forEach(sink::error);
    if (!graphql.failed()) {
      FEDERATION.forEach(rule -> rule.check(subgraph, sink));
    }
  }

  /**
   * Checks a subgraph of federation 1 before it is upgraded: the rules of the GraphQL specification
   * only.
   */
  public static void checkGraphQl(Subgraph subgraph, ProblemSink sink) {
    GRAPHQL.forEach(rule -> rule.check(subgraph, sink));
  }

  /** Checks a subgraph of federation 1 after it was upgraded: the rules of federation only. */
  public static void checkFederation(Subgraph subgraph, ProblemSink sink) {
    FEDERATION.forEach(rule -> rule.check(subgraph, sink));
  }
}
