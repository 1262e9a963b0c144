package ai.kompl.federation.shape;

import ai.kompl.federation.plan.Fetch;
import java.util.List;

/** A fetch with everything that is known about it before a request. */
public final class FetchShape {
  private final Fetch fetch;
  private final int condition;
  private final List<LookupShape> lookups;
  private final int[] dependants;

  FetchShape(Fetch fetch, int condition, List<LookupShape> lookups, int[] dependants) {
    this.fetch = fetch;
    this.condition = condition;
    this.lookups = List.copyOf(lookups);
    this.dependants = dependants;
  }

  /** The fetch of the plan. */
  public Fetch fetch() {
    return fetch;
  }

  /** Whether it starts from a root type and not from entities. */
  public boolean root() {
    return fetch instanceof Fetch.Root;
  }

  /** The number of its condition in {@link Conditions}. */
  public int condition() {
    return condition;
  }

  /** Its entity lookups; for a root fetch one that stands for the whole of {@code data}. */
  public List<LookupShape> lookups() {
    return lookups;
  }

  /** How many fetches wait for this one. */
  public int dependantCount() {
    return dependants.length;
  }

  /** The number of a fetch that waits for this one. */
  public int dependant(int number) {
    return dependants[number];
  }

  /**
   * Objects that are read alike and merged into the same places.
   *
   * @param responseKey the key of the list in {@code data}; empty for a root fetch
   * @param variable the variable for the representations; empty for a root fetch
   * @param condition the number of its condition
   * @param answer how an object is read
   * @param targets where it is merged
   */
  public record LookupShape(
      String responseKey,
      String variable,
      int condition,
      AnswerShape answer,
      List<TargetShape> targets) {
    /** Copies the list. */
    public LookupShape {
      targets = List.copyOf(targets);
    }
  }
}
