package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ProblemSink;
import java.util.List;

/** All rules for merged schemas, in the order they run. */
public final class SupergraphRules {
  private static final List<SupergraphRule> ALL =
      List.of(
          new InterfaceFieldsKept(),
          new MergedTypesImplement(),
          new ComposedDirectivesFit(),
          new RequirementsKept(),
          new RequirementsAllowed(),
          new HiddenNotReferenced(),
          new HiddenNotInDefaults(),
          new HiddenNotRequired(),
          new HiddenNotImplementing(),
          new QueryNotHidden(),
          new SomethingShown());

  private SupergraphRules() {}

  /** Checks a merged schema. */
  public static void check(MergedSchema merged, ProblemSink sink) {
    ALL.forEach(rule -> rule.check(merged, sink));
  }
}
