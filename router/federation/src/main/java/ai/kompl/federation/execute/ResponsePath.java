package ai.kompl.federation.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the writer is in the response: keys and list indices, without boxing on the way. */
final class ResponsePath {
  private @Nullable String[] keys = new String[16];
  private int[] indices = new int[16];
  private int depth;

  /** Enters all elements of a path. */
  void enterAll(List<Object> path) {
    for (Object element : path) {
      if (element instanceof Integer index) {
        enter((int) index);
      } else {
        enter(String.valueOf(element));
      }
    }
  }

  void enter(String key) {
    grow();
    keys[depth++] = key;
  }

  void enter(int index) {
    grow();
    keys[depth] = null;
    indices[depth++] = index;
  }

  void leave() {
    depth--;
  }

  private void grow() {
    if (depth == keys.length) {
      keys = Arrays.copyOf(keys, depth * 2);
      indices = Arrays.copyOf(indices, depth * 2);
    }
  }

  List<Object> toList() {
    List<Object> path = new ArrayList<>(depth);
    for (int i = 0; i < depth; i++) {
      String key = keys[i];
      path.add(key == null ? (Object) indices[i] : key);
    }
    return path;
  }
}
