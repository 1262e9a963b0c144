package ai.kompl.federation.composition;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.Hint;
import java.util.List;

/** What composing gave. */
public sealed interface Composition {

  /**
   * The subgraphs compose.
   *
   * @param supergraphSdl the supergraph after the join specification 0.5
   * @param apiSdl the schema as clients see it
   * @param hints what is worth knowing
   */
  record Composed(String supergraphSdl, String apiSdl, List<Hint> hints) implements Composition {
    /** Copies the hints. */
    public Composed {
      hints = List.copyOf(hints);
    }
  }

  /**
   * The subgraphs do not compose.
   *
   * @param errors all reasons found, at least one
   */
  record Refused(List<CompositionError> errors) implements Composition {
    /** Copies the errors. */
    public Refused {
      errors = List.copyOf(errors);
    }
  }
}
