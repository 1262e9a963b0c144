package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.Applied;
import java.util.List;

/** A directive that stays bound to its subgraphs ({@code @join__directive}). */
public record JoinDirective(List<String> subgraphs, Applied application) {

  /** Copies the list. */
  public JoinDirective {
    subgraphs = List.copyOf(subgraphs);
  }
}
