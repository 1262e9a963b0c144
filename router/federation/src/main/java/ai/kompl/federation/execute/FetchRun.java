package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonException;
import ai.kompl.federation.shape.FetchShape;
import ai.kompl.federation.shape.FetchShape.LookupShape;
import ai.kompl.federation.shape.ResponseShape;
import ai.kompl.federation.shape.TargetShape;
import ai.kompl.federation.transport.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One fetch of one request: what it sends, and what its answer does to the store. All methods are
 * called with the lock of the request held.
 */
final class FetchRun {
  private FetchShape fetch;
  private final Store store;
  private final ResponseShape response;
  private final boolean[] conditions;
  private final ErrorSink errors;
  private final List<EntityBatch> batches = new ArrayList<>();
  private boolean overflowing;

  /** One run. {@code conditions} tells which conditions of the plan hold, by number. */
  FetchRun(FetchShape fetch, Store store, Shown shown, ErrorSink errors) {
    this.fetch = fetch;
    this.store = store;
    this.response = shown.response();
    this.conditions = shown.conditions();
    this.errors = errors;
  }

  /** What clients see of the store. */
  @SuppressWarnings("ArrayRecordComponent") // passed on within the package, never compared
  record Shown(ResponseShape response, boolean[] conditions) {}

  /** Gathers the representations; an empty list for a lookup whose condition does not hold. */
  void gather() {
    if (fetch.root()) {
      return;
    }
    if (fetch.contextual()) {
      gatherWithContexts();
      return;
    }
    for (LookupShape lookup : fetch.lookups()) {
      EntityBatch batch = new EntityBatch(store, lookup);
      batches.add(batch);
      batch.gather(conditions[lookup.condition()]);
    }
  }

  private void gatherWithContexts() {
    List<Integer> copies = new ArrayList<>();
    for (LookupShape lookup : fetch.lookups()) {
      List<EntityBatch> found = List.of();
      if (conditions[lookup.condition()]) {
        ContextBatches byContext = new ContextBatches(store, lookup);
        found = byContext.gather();
        overflowing |= byContext.overflows();
      }
      copies.add(found.size());
      batches.addAll(found);
    }
    fetch = overflowing ? fetch : fetch.withCopies(copies);
  }

  /** Whether it cannot be sent, because there are more values of contexts than one call carries. */
  boolean isOverflowing() {
    return overflowing;
  }

  /** What is sent: the fetch of the plan, or one with copies of its lookups. */
  FetchShape fetch() {
    return fetch;
  }

  /** Whether there is anything to send. */
  boolean isNeeded() {
    if (fetch.root()) {
      return rootObjects().size() > 0;
    }
    if (overflowing) {
      return true;
    }
    for (EntityBatch batch : batches) {
      if (batch.count() > 0) {
        return true;
      }
    }
    return false;
  }

  List<EntityBatch> batches() {
    return batches;
  }

  /** Reports that there is no usable answer. */
  void failed(FailureCode code) {
    String subgraph = fetch.fetch().subgraph();
    for (LookupShape lookup : fetch.lookups()) {
      for (TargetShape target : lookup.targets()) {
        List<Object> place = new ClientPath(response, conditions).to(target).toList();
        if (fetch.root() && place.isEmpty()) {
          failedFields(lookup, code);
        } else {
          errors.fetchFailed(subgraph, code, place);
        }
      }
    }
  }

  private void failedFields(LookupShape lookup, FailureCode code) {
    for (int i = 0; i < lookup.answer().fieldCount(); i++) {
      ResponseShape.Field shown = response.showing(lookup.answer().field(i).slot(), conditions);
      if (shown != null) {
        errors.fetchFailed(fetch.fetch().subgraph(), code, List.of(shown.key()));
      }
    }
  }

  /**
   * Merges the answer and reports its errors.
   *
   * @throws JsonException when it has another number of entities than representations were sent;
   *     nothing has been merged then
   */
  void take(Answer answer) {
    for (int i = 0; i < batches.size(); i++) {
      checkCount(answer, i);
    }
    store.add(answer.document());
    for (Object error : answer.errors()) {
      if (error instanceof Map<?, ?> sent && !errors.isFull()) {
        errors.fromSubgraph(fetch.fetch().subgraph(), sent, path(sent));
      }
    }
    if (fetch.root()) {
      takeRoot(answer.value(0));
    } else {
      for (int i = 0; i < batches.size(); i++) {
        takeEntities(answer.value(i), batches.get(i));
      }
    }
  }

  private void checkCount(Answer answer, int lookup) {
    long entities = answer.value(lookup);
    int kind = Values.kind(entities);
    if (kind == Values.ABSENT || kind == Values.NULL) {
      return;
    }
    boolean list = kind == Values.LIST;
    if (!list || answer.document().get(Values.offset(entities)) != batches.get(lookup).count()) {
      throw new JsonException("not as many entities as representations", 0);
    }
  }

  private LongList rootObjects() {
    LongList objects = new LongList();
    new TargetObjects(
            store,
            fetch.lookups().getFirst().targets().getFirst(),
            (object, _) -> {
              objects.add(object);
              return true;
            })
        .walk();
    return objects;
  }

  private void takeRoot(long object) {
    if (Values.kind(object) != Values.OBJECT) {
      return;
    }
    LookupShape lookup = fetch.lookups().getFirst();
    Merger merger = new Merger(store);
    LongList objects = rootObjects();
    for (int i = 0; i < objects.size(); i++) {
      merger.merge(object, lookup.answer(), lookup.targets().getFirst(), objects.get(i));
    }
  }

  private void takeEntities(long entities, EntityBatch batch) {
    if (Values.kind(entities) != Values.LIST) {
      return;
    }
    Merger merger = new Merger(store);
    for (EntityBatch.Waiting waiting : batch.waiting()) {
      for (int i = 0; i < waiting.objects().size(); i++) {
        long entity = store.element(entities, waiting.entities().get(i));
        if (Values.kind(entity) == Values.OBJECT) {
          merger.merge(entity, batch.lookup().answer(), waiting.target(), waiting.objects().get(i));
        }
      }
    }
  }

  private List<Object> path(Map<?, ?> error) {
    if (!(error.get("path") instanceof List<?> sent) || sent.isEmpty()) {
      return List.of();
    }
    ClientPath path = new ClientPath(response, conditions);
    if (fetch.root()) {
      LookupShape lookup = fetch.lookups().getFirst();
      return path.to(lookup.targets().getFirst()).along(lookup.answer(), sent).toList();
    }
    for (EntityBatch batch : batches) {
      if (batch.lookup().responseKey().equals(sent.getFirst())) {
        return entityPath(batch, sent);
      }
    }
    return List.of();
  }

  /** The path of the first object that asked for the entity, and what follows below it. */
  private List<Object> entityPath(EntityBatch batch, List<?> sent) {
    if (sent.size() < 2 || !(sent.get(1) instanceof Integer entity)) {
      return new ClientPath(response, conditions).to(batch.lookup().targets().getFirst()).toList();
    }
    for (EntityBatch.Waiting waiting : batch.waiting()) {
      for (int i = 0; i < waiting.objects().size(); i++) {
        if (waiting.entities().get(i) == entity) {
          return pathOf(waiting.target(), waiting.objects().get(i))
              .along(batch.lookup().answer(), sent.subList(2, sent.size()))
              .toList();
        }
      }
    }
    return List.of();
  }

  private ClientPath pathOf(TargetShape target, long wanted) {
    ClientPath path = new ClientPath(response, conditions);
    new TargetObjects(
            store,
            target,
            (object, indices) -> {
              if (object == wanted) {
                path.to(target, indices);
              }
              return object != wanted;
            })
        .walk();
    return path;
  }
}
