package ai.kompl.gateway.operation;

import java.util.Map;
import java.util.Optional;

/** The documents that clients may name by id instead of sending their text. */
@FunctionalInterface
public interface PersistedDocuments {

  /** The text stored under the id; empty when there is none. */
  Optional<String> document(String id);

  /** No stored documents. */
  static PersistedDocuments none() {
    return _ -> Optional.empty();
  }

  /** The given documents by id. */
  static PersistedDocuments of(Map<String, String> documents) {
    Map<String, String> kept = Map.copyOf(documents);
    return id -> Optional.ofNullable(kept.get(id));
  }
}
