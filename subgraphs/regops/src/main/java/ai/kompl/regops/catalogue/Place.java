package ai.kompl.regops.catalogue;

import java.util.Optional;

/**
 * Where in a file something is.
 *
 * @param path JSON pointer (RFC 6901); empty when it is about the whole file
 * @param line line from 1; empty when unknown
 */
public record Place(Optional<String> path, Optional<Integer> line) {

  /** The file as a whole. */
  public static final Place FILE = new Place(Optional.empty(), Optional.empty());

  static Place at(String path, int line) {
    return new Place(Optional.of(path), Optional.of(line));
  }
}
