package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Subgraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A directive that the supergraph carries goes by one name, so the subgraphs that use it import it
 * under one name.
 */
public final class ImportNamesAgree {
  private static final List<FederationDirective> CARRIED =
      List.of(
          FederationDirective.TAG,
          FederationDirective.INACCESSIBLE,
          FederationDirective.AUTHENTICATED,
          FederationDirective.REQUIRES_SCOPES,
          FederationDirective.POLICY,
          FederationDirective.COST,
          FederationDirective.LIST_SIZE);

  private ImportNamesAgree() {}

  /** Checks all subgraphs against each other. */
  public static void check(List<Subgraph> subgraphs, ProblemSink sink) {
    for (FederationDirective directive : CARRIED) {
      Map<String, String> names = new LinkedHashMap<>();
      subgraphs.forEach(subgraph ->
          Place.forEach(
              subgraph,
              place -> {
                for (Applied applied : place.directives()) {
                  if (applied.known() == directive && !applied.name().contains("__")) {
                    names.putIfAbsent(applied.name(), subgraph.name());
                  }
                }
              }));
      if (names.size() > 1) {
        String said =
            String.join(
                ", ",
                names.entrySet().stream()
                    .map(entry -> "@" + entry.getKey() + " in " + entry.getValue())
                    .toList());
        List<SourcePosition> positions =
            names.values().stream().map(SourcePosition::unknown).toList();
        String message =
            "@"
                + directive.specName()
                + " is imported under different names: "
                + said
                + "; use one name everywhere";
        sink.error(
            new CompositionError(
                ErrorCode.LINK_IMPORT_NAME_MISMATCH,
                message,
                List.of("@" + directive.specName()),
                List.copyOf(names.values()),
                positions));
      }
    }
  }
}
