package ai.kompl.local;

import ai.kompl.tenancy.data.DeadLetter;
import ai.kompl.tenancy.data.EventBacklog;
import ai.kompl.tenancy.data.GroupBacklog;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What consumers of events have left to do, for people and for programs. What events say beyond
 * their type and entity is not shown.
 */
record EventsReport(List<GroupBacklog> groups, List<DeadLetter> letters) {
  private static final int MOST = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  static EventsReport of(EventBacklog backlog) {
    return new EventsReport(backlog.groups(), backlog.deadLetters(MOST));
  }

  boolean hasDeadLetters() {
    return groups.stream().anyMatch(group -> group.dead() > 0);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (groups.isEmpty()) {
      lines.add("no group of consumers has begun yet");
    }
    for (GroupBacklog group : groups) {
      lines.add(
          "%s  waiting=%d failed=%d held=%d dead=%d lag=%s"
              .formatted(
                  group.group(),
                  group.waiting(),
                  group.failed(),
                  group.held(),
                  group.dead(),
                  group.lag().map(lag -> lag.toMillis() + "ms").orElse("none")));
    }
    for (DeadLetter letter : letters) {
      lines.add(
          "dead %s %s number=%d %s %s attempts=%d problem=%s since=%s held=%d"
              .formatted(
                  letter.group(),
                  letter.event().tenant(),
                  letter.number(),
                  letter.event().type(),
                  letter.event().entityId(),
                  letter.attempts(),
                  letter.problem(),
                  letter.since(),
                  letter.held()));
    }
    return lines;
  }

  String json() {
    ObjectNode all = JSON.createObjectNode();
    var groupNodes = all.putArray("groups");
    for (GroupBacklog group : groups) {
      ObjectNode node =
          groupNodes
              .addObject()
              .put("group", group.group())
              .put("waiting", group.waiting())
              .put("failed", group.failed())
              .put("held", group.held())
              .put("dead", group.dead());
      group.lag().ifPresent(lag -> node.put("lagMillis", lag.toMillis()));
    }
    var letterNodes = all.putArray("deadLetters");
    for (DeadLetter letter : letters) {
      letterNodes
          .addObject()
          .put("group", letter.group())
          .put("tenant", letter.event().tenant().value())
          .put("number", letter.number())
          .put("sequence", letter.event().sequence())
          .put("type", letter.event().type())
          .put("entityType", letter.event().entityType())
          .put("entityId", letter.event().entityId())
          .put("occurredAt", letter.event().occurredAt().toString())
          .put("attempts", letter.attempts())
          .put("problem", letter.problem())
          .put("since", letter.since().toString())
          .put("held", letter.held());
    }
    return all.toString();
  }
}
