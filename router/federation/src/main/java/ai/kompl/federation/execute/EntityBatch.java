package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.shape.FetchShape.LookupShape;
import ai.kompl.federation.shape.RepresentationShape;
import ai.kompl.federation.shape.TargetShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The representations of one lookup, each different one once, and which objects wait for which of
 * them. Representations are compared as text, byte for byte; equal values written with different
 * escapes are sent twice, which is wasteful and never wrong.
 */
final class EntityBatch {
  private final Store store;
  private LookupShape lookup;
  private final List<byte[]> contexts;
  private final JsonBuffer json = new JsonBuffer(512);
  private final RepresentationWriter writer;
  private final List<Waiting> waiting = new ArrayList<>();
  private final IntList starts = new IntList();
  private final LongList firstObjects = new LongList();
  private final IntList firstTypes = new IntList();
  private final List<RepresentationShape> shapes = new ArrayList<>();
  private int[] table = new int[32];

  EntityBatch(Store store, LookupShape lookup) {
    this(store, lookup, List.of());
  }

  /** A batch of objects with the same context values. */
  EntityBatch(Store store, LookupShape lookup, List<byte[]> contexts) {
    this.contexts = contexts;
    this.store = store;
    this.lookup = lookup;
    this.writer = new RepresentationWriter(store, json);
    json.add('[');
  }

  /** The objects at one target, and the number of the entity that each of them waits for. */
  record Waiting(TargetShape target, LongList objects, IntList entities) {}

  /**
   * Gathers the objects of all targets. The store's lock is held.
   *
   * @param wanted whether the lookup's condition holds; if not, it has no representations
   */
  void gather(boolean wanted) {
    for (TargetShape target : lookup.targets()) {
      Waiting found = begin(target);
      if (wanted) {
        new TargetObjects(store, target, (object, _) -> add(found, object)).walk();
      }
    }
    end();
  }

  /** Begins with the objects at a target. */
  Waiting begin(TargetShape target) {
    Waiting found = new Waiting(target, new LongList(), new IntList());
    waiting.add(found);
    return found;
  }

  /** Sends it under the names of a copy of the lookup. */
  void copy(int number) {
    lookup = lookup.copy(number);
  }

  /** Nothing more is added. */
  void end() {
    json.add(']');
  }

  /** The values of the lookup's contexts as JSON, by number. */
  List<byte[]> contexts() {
    return contexts;
  }

  LookupShape lookup() {
    return lookup;
  }

  /** How many representations are sent. */
  int count() {
    return starts.size();
  }

  List<Waiting> waiting() {
    return waiting;
  }

  /** The list of representations as JSON. */
  JsonBuffer json() {
    return json;
  }

  /** The list of representations as Java values. */
  List<Map<String, @Nullable Object>> tree() {
    RepresentationTree tree = new RepresentationTree(store);
    List<Map<String, @Nullable Object>> list = new ArrayList<>(count());
    for (int i = 0; i < count(); i++) {
      long object = firstObjects.get(i);
      list.add(tree.of(shapes.get(i), object, firstTypes.get(i)));
    }
    return list;
  }

  private int type(TargetShape target, long object) {
    return Values.typeNumber(store.get(object, target.typename()));
  }

  /** Adds an object unless it has no key; true, for a walk to go on. */
  boolean add(Waiting found, long object) {
    int type = type(found.target(), object);
    RepresentationShape shape = found.target().representation(type);
    int before = json.length();
    if (shape != null && written(shape, object, type)) {
      int entity = entityOf(before);
      if (entity == count()) {
        starts.add(startOf(before));
        firstObjects.add(object);
        firstTypes.add(type);
        shapes.add(shape);
      } else {
        json.cutTo(before);
      }
      found.objects().add(object);
      found.entities().add(entity);
    } else {
      json.cutTo(before);
    }
    return true;
  }

  private boolean written(RepresentationShape shape, long object, int type) {
    if (count() > 0) {
      json.add(',');
    }
    return writer.write(shape, object, type);
  }

  private int startOf(int before) {
    return count() > 0 ? before + 1 : before;
  }

  /**
   * The number of the equal representation written earlier, or of a new one, entered in the table.
   */
  private int entityOf(int before) {
    if (lookup.apart()) {
      return count();
    }
    if (count() * 2 >= table.length) {
      rehash(before);
    }
    int start = startOf(before);
    int end = json.length();
    int at = hash(start, end) & (table.length - 1);
    while (table[at] != 0) {
      int entity = table[at] - 1;
      int known = starts.get(entity);
      if (Arrays.equals(json.array(), start, end, json.array(), known, endOf(entity, before))) {
        return entity;
      }
      at = (at + 1) & (table.length - 1);
    }
    table[at] = count() + 1;
    return count();
  }

  private int endOf(int entity, int textEnd) {
    return entity + 1 < count() ? starts.get(entity + 1) - 1 : textEnd;
  }

  private void rehash(int textEnd) {
    table = new int[table.length * 2];
    for (int entity = 0; entity < count(); entity++) {
      int start = starts.get(entity);
      int at = hash(start, endOf(entity, textEnd)) & (table.length - 1);
      while (table[at] != 0) {
        at = (at + 1) & (table.length - 1);
      }
      table[at] = entity + 1;
    }
  }

  private int hash(int start, int end) {
    byte[] bytes = json.array();
    int hash = 1;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash ^ (hash >>> 16);
  }
}
