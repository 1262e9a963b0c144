package ai.kompl.federation.planner;

import ai.kompl.federation.planner.Cursor.CursorField;
import ai.kompl.federation.planner.FetchNode.RootPart;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one field of those that are selected alike on several object types of one place, so that
 * they can be written once on what these types have in common. What is not alike stays where it is.
 *
 * <pre>
 *   items { ... on Book { title pages } ... on Film { title length } }
 *     =>  items { title ... on Book { pages } ... on Film { length } }
 * </pre>
 *
 * <p>Where nothing stands for just these types, {@link FieldHolders} lets each have the field in a
 * fragment of its own again.
 */
final class FoldToInterface implements FetchPass {
  @Override
  public void improve(FetchGraph graph, PlanBudget budget) {
    for (FetchNode fetch : graph.fetches()) {
      RootPart root = fetch.root();
      if (root != null) {
        fold(root.cursor());
      }
      fetch.lookups().forEach(lookup -> lookup.cursors().values().forEach(FoldToInterface::fold));
    }
  }

  private static void fold(Cursor cursor) {
    List<CursorField> fields = cursor.fields();
    for (CursorField field : fields) {
      Cursor child = field.child();
      if (child != null) {
        fold(child);
      }
    }
    if (!cursor.oneType() && fields.size() > 1) {
      List<CursorField> joined = joined(fields);
      if (joined.size() < fields.size()) {
        cursor.replaceFields(joined);
      }
    }
  }

  private static List<CursorField> joined(List<CursorField> fields) {
    List<CursorField> joined = new ArrayList<>(fields.size());
    for (CursorField field : fields) {
      int alike = field.need().isTypename() ? -1 : alike(field, joined);
      if (alike < 0) {
        joined.add(field);
      } else {
        CursorField kept = joined.get(alike);
        CursorField both = kept.on(kept.types().or(field.types()));
        both.wantWith(field);
        joined.set(alike, both);
      }
    }
    return joined;
  }

  private static int alike(CursorField field, List<CursorField> others) {
    for (int index = 0; index < others.size(); index++) {
      if (WrittenAlike.besidesTypes(others.get(index), field)) {
        return index;
      }
    }
    return -1;
  }
}
