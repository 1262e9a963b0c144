package ai.kompl.federation.plan;

import ai.kompl.federation.schema.ObjectTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an operation is fetched and how its answer is put together. The same for all callers.
 *
 * <p>The executor keeps a store: a tree of objects whose fields are {@link Slot}s. Fetches run as
 * soon as those they depend on have ended; each merges its answer into the store (objects slot by
 * slot, lists by index; an object wins over null). Last, {@link #response()} is written from the
 * store.
 *
 * @param kind the operation's kind; the fetches of a mutation's root fields depend on one another
 *     in the client's order
 * @param types the numbers that type sets use
 * @param slots all slots; the first is {@code __typename}
 * @param guards what conditions refer to
 * @param fetches in an order in which each comes after those it depends on
 * @param response the answer's shape
 * @param introspection the document that gives the introspection fields; null when there are none
 * @param entityRoot set when the plan starts from an entity; null otherwise
 */
public record QueryPlan(
    OperationKind kind,
    ObjectTypes types,
    List<Slot> slots,
    List<Guard> guards,
    List<Fetch> fetches,
    ResponseSelection response,
    @Nullable String introspection,
    @Nullable EntityRoot entityRoot) {
  /** Copies the lists. */
  public QueryPlan {
    slots = List.copyOf(slots);
    guards = List.copyOf(guards);
    fetches = List.copyOf(fetches);
  }
}
