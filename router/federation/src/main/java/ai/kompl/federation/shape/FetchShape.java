package ai.kompl.federation.shape;

import ai.kompl.federation.plan.EntityDocument;
import ai.kompl.federation.plan.Fetch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A fetch with everything that is known about it before a request. */
public final class FetchShape {
  /** Numbers of copies are powers of two, so there are few of them for any one plan. */
  private static final int MOST_KEPT = 32;

  private final Fetch fetch;
  private final int condition;
  private final List<LookupShape> lookups;
  private final int[] dependants;
  private final Map<List<Integer>, FetchShape> copied = new ConcurrentHashMap<>();

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

  /** Whether lookups are copied, once for each set of context values. */
  public boolean contextual() {
    return fetch instanceof Fetch.Entities entities && entities.document() != null;
  }

  /**
   * The fetch with so many copies of each lookup, one behind another.
   *
   * @param copies by lookup; zero leaves it out
   */
  public FetchShape withCopies(List<Integer> copies) {
    FetchShape known = copied.get(copies);
    if (known != null) {
      return known;
    }
    FetchShape made = makeCopies(copies);
    if (copied.size() < MOST_KEPT) {
      copied.put(List.copyOf(copies), made);
    }
    return made;
  }

  private FetchShape makeCopies(List<Integer> copies) {
    if (!(fetch instanceof Fetch.Entities entities) || entities.document() == null) {
      return this;
    }
    EntityDocument document = entities.document();
    List<LookupShape> all = new ArrayList<>();
    for (int lookup = 0; lookup < lookups.size(); lookup++) {
      for (int copy = 0; copy < copies.get(lookup); copy++) {
        all.add(lookups.get(lookup).copy(copy));
      }
    }
    Fetch with =
        new Fetch.Entities(
            entities.id(),
            entities.subgraph(),
            document.withCopies(copies),
            document.clientVariables(copies),
            entities.dependsOn(),
            entities.part(),
            entities.condition(),
            entities.lookups(),
            document);
    return new FetchShape(with, condition, all, dependants);
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
   * @param contexts the variables that take values from contexts, by number
   * @param apart whether objects must not share an entity: fields below it depend on what is around
   *     each of them
   */
  public record LookupShape(
      String responseKey,
      String variable,
      int condition,
      AnswerShape answer,
      List<TargetShape> targets,
      List<String> contexts,
      boolean apart) {
    /** Copies the lists. */
    public LookupShape {
      targets = List.copyOf(targets);
      contexts = List.copyOf(contexts);
    }

    /** The same under the names of a copy; zero is the original. */
    public LookupShape copy(int number) {
      String suffix = EntityDocument.suffix(number);
      return new LookupShape(
          responseKey + suffix,
          variable + suffix,
          condition,
          answer,
          targets,
          contexts.stream().map(name -> name + suffix).toList(),
          apart);
    }
  }
}
