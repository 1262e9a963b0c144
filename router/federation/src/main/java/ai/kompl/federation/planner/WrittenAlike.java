package ai.kompl.federation.planner;

import ai.kompl.federation.planner.Cursor.CursorField;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether selections of one subgraph come out as the same text. What takes values from contexts
 * never does: where they lie depends on the place.
 */
final class WrittenAlike {
  private WrittenAlike() {}

  /** Whether the two are written alike, in the same order. */
  static boolean selections(Cursor one, Cursor other) {
    List<CursorField> mine = written(one);
    List<CursorField> its = written(other);
    if (one.type() != other.type() || mine.size() != its.size()) {
      return false;
    }
    for (int index = 0; index < mine.size(); index++) {
      if (!mine.get(index).types().equals(its.get(index).types())
          || !besidesTypes(mine.get(index), its.get(index))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the two fields are written alike on whichever object types. */
  static boolean besidesTypes(CursorField one, CursorField other) {
    Cursor mine = one.child();
    Cursor its = other.child();
    return one.need().slot().equals(other.need().slot())
        && one.need().contexts().isEmpty()
        && other.need().contexts().isEmpty()
        && one.condition().equals(other.condition())
        && one.written() == other.written()
        && ((mine == null || its == null) ? mine == its : selections(mine, its));
  }

  private static List<CursorField> written(Cursor cursor) {
    List<CursorField> fields = new ArrayList<>(cursor.fields());
    fields.removeIf(field -> !field.written());
    return fields;
  }
}
