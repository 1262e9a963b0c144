package ai.kompl.dataloaders;

/**
 * An entry of a page.
 *
 * @param node the entry itself
 * @param position its place in the list
 * @param scope the list
 * @param <T> what the list holds
 */
public record Edge<T>(T node, Position position, CursorScope scope) {

  /** The signed cursor of this entry, made when asked for. */
  public String cursor() {
    return scope.write(position);
  }
}
