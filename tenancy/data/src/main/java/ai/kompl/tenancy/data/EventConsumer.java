package ai.kompl.tenancy.data;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A consumer of events, which keeps its place over restarts and shares the work with the same
 * consumer in other processes.
 *
 * @param group its name, dotted, the subgraph first: {@code regops.coverage}
 * @param handlers what it does, by the type of event
 */
public record EventConsumer(String group, Map<String, EventHandler> handlers) {
  private static final Pattern GROUP = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

  public EventConsumer {
    if (!GROUP.matcher(group).matches()) {
      throw new IllegalArgumentException("a group is dotted lower-case words: " + group);
    }
    if (handlers.isEmpty()) {
      throw new IllegalArgumentException("the group " + group + " wants no events");
    }
    handlers = Map.copyOf(handlers);
  }

  /** The subgraph that it belongs to. */
  public String subgraph() {
    return group.substring(0, group.indexOf('.'));
  }
}
