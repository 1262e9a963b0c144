package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import java.util.ArrayList;
import java.util.List;

/** A field that several subgraphs resolve must be shareable in all of them. */
final class SharingCheck {
  private final MergeRun run;

  SharingCheck(MergeRun run) {
    this.run = run;
  }

  /** One way to the field. */
  private record Way(String subgraph, String said, boolean shareable, SourcePosition position) {}

  void check(FieldSources sources, Overridden overridden) {
    checkSubscription(sources);
    List<Way> ways = new ArrayList<>();
    for (Source<FieldNode> source : sources.present()) {
      boolean external =
          run.externals(source.subgraph()).fullyExternal(sources.type(), sources.name());
      if (!external && !overridden.any(source.name())) {
        boolean shareable = run.facts(source.subgraph()).shareable(sources.type(), sources.name());
        ways.add(new Way(source.name(), source.name(), shareable, source.element().position()));
      }
    }
    for (Source<FieldSources.AbstractedField> source : sources.abstracted()) {
      String stand = source.element().type();
      if (!run.externals(source.subgraph()).fullyExternal(stand, sources.name())) {
        boolean shareable = run.facts(source.subgraph()).shareable(stand, sources.name());
        ways.add(
            new Way(
                source.name(),
                source.name() + " (through @interfaceObject " + stand + ")",
                shareable,
                source.element().field().position()));
      }
    }
    List<Way> alone = ways.stream().filter(way -> !way.shareable()).toList();
    if (!alone.isEmpty() && ways.size() > 1) {
      report(sources.coordinate(), ways, alone, overridden);
    }
  }

  /** Events of one subscription come from one subgraph, so its field cannot be shared. */
  private void checkSubscription(FieldSources sources) {
    List<Source<FieldNode>> marked =
        sources.present().stream()
            .filter(source -> source.element().has(FederationDirective.SHAREABLE))
            .toList();
    if (sources.type().equals("Subscription") && !marked.isEmpty()) {
      String message =
          sources.coordinate()
              + " cannot be @shareable: one subgraph alone serves a subscription; remove it";
      run.sink()
          .error(
              ErrorCode.INVALID_FIELD_SHARING,
              message,
              sources.coordinate(),
              Source.positions(marked));
    }
  }

  private void report(String coordinate, List<Way> ways, List<Way> alone, Overridden overridden) {
    StringBuilder message =
        new StringBuilder(coordinate)
            .append(" is resolved by ")
            .append(String.join(", ", ways.stream().map(Way::said).toList()));
    message
        .append(" but not shareable in ")
        .append(
            alone.size() == ways.size()
                ? "any of them"
                : String.join(", ", alone.stream().map(Way::said).toList()));
    message.append("; add @shareable there, or keep the field in one subgraph");
    for (Way way : alone) {
      if (overridden.hasUnknownTarget(way.subgraph())) {
        message
            .append("; its @override in ")
            .append(way.subgraph())
            .append(" names a subgraph that does not exist, is that name right?");
      }
    }
    List<String> subgraphs = ways.stream().map(Way::subgraph).distinct().toList();
    List<SourcePosition> positions = ways.stream().map(Way::position).toList();
    run.sink()
        .error(
            new CompositionError(
                ErrorCode.INVALID_FIELD_SHARING,
                message.toString(),
                List.of(coordinate),
                subgraphs,
                positions));
  }
}
