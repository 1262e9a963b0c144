package ai.kompl.tenancy.events;

/** How consumers share events among the processes of a group. */
@FunctionalInterface
public interface EventGroups {
  /**
   * Becomes a member of a group, which begins with its first member. Nothing is asked of the
   * carrier yet, so it may be away.
   *
   * @param group dotted, the subgraph first: {@code regops.coverage}
   */
  EventFeed join(String group);
}
