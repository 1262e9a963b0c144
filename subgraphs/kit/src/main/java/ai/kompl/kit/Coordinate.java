package ai.kompl.kit;

/**
 * A field in a schema, written {@code Type.field}.
 *
 * @param type the object type
 * @param field its field
 */
record Coordinate(String type, String field) {

  @Override
  public String toString() {
    return type + "." + field;
  }
}
