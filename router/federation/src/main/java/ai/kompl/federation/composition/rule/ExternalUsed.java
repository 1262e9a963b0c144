package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Externals;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.FieldUse;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** An external field is there for a key, requires, provides, context or interface. */
final class ExternalUsed implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Externals externals = new Externals(subgraph);
    FieldUse use = new FieldUse(subgraph);
    for (TypeNode type : subgraph.schema().types().values()) {
      for (FieldNode field : type.fields().values()) {
        if (externals.external(type.name(), field.name()) && !use.used(type.name(), field.name())) {
          String coordinate = type.name() + "." + field.name();
          new Report(sink)
              .error(
                  ErrorCode.EXTERNAL_UNUSED,
                  coordinate,
                  field.position(),
                  coordinate
                      + " is external but no @key, @requires, @provides or interface uses it; remove the field or the @external");
        }
      }
    }
  }
}
