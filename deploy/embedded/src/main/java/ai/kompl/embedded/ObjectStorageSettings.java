package ai.kompl.embedded;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How the embedded object storage is started.
 *
 * @param folder where objects, keys and port are kept; made where missing
 * @param port the port of the loopback interface; empty: a free one, kept for later starts
 */
public record ObjectStorageSettings(Path folder, OptionalInt port) {

  /** The usual settings: a free port. */
  public static ObjectStorageSettings in(Path folder) {
    return new ObjectStorageSettings(folder, OptionalInt.empty());
  }

  /** The same with a fixed port. */
  public ObjectStorageSettings withPort(int wanted) {
    return new ObjectStorageSettings(folder, OptionalInt.of(wanted));
  }
}
