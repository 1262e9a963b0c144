package ai.kompl.federation.rights;

/**
 * What the caller of one request holds. The engine asks once for each distinct demand that the
 * request's plan has, on the thread that begins the request, and before anything is fetched.
 */
@FunctionalInterface
public interface Rights {
  /** A caller who holds nothing: what is protected is denied. */
  Rights NONE = _ -> false;

  /** Whether the caller meets a demand. */
  boolean holds(Requirement requirement);
}
