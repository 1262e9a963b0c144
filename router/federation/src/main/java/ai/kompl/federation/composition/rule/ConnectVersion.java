package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FeatureLink;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.Version;
import java.util.List;

/** A subgraph that links connectors is taken for the first federation version that has them. */
public final class ConnectVersion {
  private static final String CONNECT = FeatureLink.SPECS + "connect";

  private ConnectVersion() {}

  /** Hints on subgraphs that link an earlier federation version. */
  public static void check(List<Subgraph> subgraphs, ProblemSink sink) {
    for (Subgraph subgraph : subgraphs) {
      FeatureLink connect = subgraph.links().feature(CONNECT);
      if (connect == null || subgraph.links().federationOne()) {
        continue;
      }
      Version needed = new Version(2, 9 + connect.version().minor());
      if (!subgraph.links().version().atLeast(needed)) {
        String message =
            "subgraph "
                + subgraph.name()
                + " links federation "
                + subgraph.links().version()
                + " but uses connect "
                + connect.version()
                + ", which comes with "
                + needed
                + "; link that version";
        sink.hint(
            HintCode.IMPLICITLY_UPGRADED_FEDERATION_VERSION, message, "", List.of(subgraph.name()));
      }
    }
  }
}
