package ai.kompl.federation.execute;

import ai.kompl.federation.execute.EntityBatch.Waiting;
import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.shape.ContextShape;
import ai.kompl.federation.shape.ContextShape.SourceShape;
import ai.kompl.federation.shape.FetchShape.LookupShape;
import ai.kompl.federation.shape.RepresentationShape.Field;
import ai.kompl.federation.shape.RepresentationShape.ObjectShape;
import ai.kompl.federation.shape.TargetShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The representations of a lookup whose fields take values from contexts: one batch for each
 * different set of values, since a field's argument is the same for all entities of one selection.
 */
final class ContextBatches {
  /** How many sets of values at most: each makes the document longer by a whole selection. */
  static final int MOST = 256;

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final Store store;
  private final LookupShape lookup;
  private final Map<List<String>, EntityBatch> batches = new LinkedHashMap<>();

  ContextBatches(Store store, LookupShape lookup) {
    this.store = store;
    this.lookup = lookup;
  }

  /**
   * Gathers the objects of all targets, with the store's lock held. Batches without objects fill
   * the number up to a power of two, so that few documents are ever sent. None where there are more
   * than may be sent.
   */
  List<EntityBatch> gather() {
    for (TargetShape target : lookup.targets()) {
      Map<EntityBatch, Waiting> waiting = new LinkedHashMap<>();
      TargetObjects[] walk = new TargetObjects[1];
      walk[0] =
          new TargetObjects(
              store,
              target,
              (object, _) -> {
                List<byte[]> values = values(target, walk[0]);
                if (values != null) {
                  EntityBatch batch = batch(values);
                  batch.add(waiting.computeIfAbsent(batch, each -> each.begin(target)), object);
                }
                return !overflows();
              });
      walk[0].walk();
    }
    if (overflows()) {
      return List.of();
    }
    List<EntityBatch> all = new ArrayList<>(batches.values());
    all.removeIf(batch -> batch.count() == 0);
    int wanted = all.size() <= 1 ? all.size() : Integer.highestOneBit(all.size() - 1) * 2;
    while (all.size() < wanted) {
      all.add(new EntityBatch(store, lookup, all.getFirst().contexts()));
    }
    for (int copy = 0; copy < all.size(); copy++) {
      all.get(copy).copy(copy);
      all.get(copy).end();
    }
    return all;
  }

  /** Whether there are more sets of values than may be sent; the gathering then ended early. */
  boolean overflows() {
    return batches.size() > MOST;
  }

  private EntityBatch batch(List<byte[]> values) {
    List<String> texts = new ArrayList<>(values.size());
    for (byte[] value : values) {
      texts.add(new String(value, StandardCharsets.UTF_8));
    }
    return batches.computeIfAbsent(texts, _ -> new EntityBatch(store, lookup, values));
  }

  /** The values for an object, or null when one is missing that must be there. */
  private @Nullable List<byte[]> values(TargetShape target, TargetObjects walk) {
    List<byte[]> values = new ArrayList<>(target.contexts().size());
    for (ContextShape context : target.contexts()) {
      byte[] value = value(context, walk);
      if (value.length == 0 && context.required()) {
        return null;
      }
      values.add(value.length == 0 ? NULL : value);
    }
    return values;
  }

  /** The value as JSON; empty when it is null or nobody sets it. */
  private byte[] value(ContextShape context, TargetObjects walk) {
    for (SourceShape source : context.sources()) {
      long object = walk.passed(source.step());
      int type = Values.typeNumber(store.get(object, source.typename()));
      if (source.types() == null || source.types().contains(type)) {
        JsonBuffer json = new JsonBuffer(32);
        return picked(source.object(), object, json) ? json.toByteArray() : new byte[0];
      }
    }
    return new byte[0];
  }

  /** Writes the leaf that is selected of an object; false when there is none. */
  private boolean picked(ObjectShape shape, long object, JsonBuffer json) {
    int type = Values.typeNumber(store.get(object, shape.typename()));
    for (int i = 0; i < shape.fieldCount(); i++) {
      Field field = shape.field(i);
      if (field.types() == null || field.types().contains(type)) {
        return written(field.below(), store.get(object, field.index()), json);
      }
    }
    return false;
  }

  private boolean written(@Nullable ObjectShape below, long value, JsonBuffer json) {
    int kind = Values.kind(value);
    if (kind == Values.ABSENT || kind == Values.NULL) {
      return false;
    }
    if (below == null) {
      store.writeLeaf(value, json);
      return true;
    }
    return switch (kind) {
      case Values.OBJECT -> picked(below, value, json);
      case Values.LIST -> list(below, value, json);
      default -> false;
    };
  }

  private boolean list(ObjectShape below, long list, JsonBuffer json) {
    json.add('[');
    for (int i = 0; i < store.listLength(list); i++) {
      if (i > 0) {
        json.add(',');
      }
      if (!written(below, store.element(list, i), json)) {
        json.add(NULL);
      }
    }
    json.add(']');
    return true;
  }
}
