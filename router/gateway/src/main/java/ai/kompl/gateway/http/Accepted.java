package ai.kompl.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client accepts as an answer, read from its {@code Accept} header (RFC 9110, 12.5.1).
 *
 * @param single the format for one answer; empty when the client takes none of ours
 * @param eventStream whether the client asked for server-sent events by name
 * @param inParts whether the client asked for answers in parts by name
 */
record Accepted(Optional<AnswerFormat> single, boolean eventStream, boolean inParts) {
  private static final String EVENTS = "text/event-stream";
  private static final String PARTS = "multipart/mixed";

  /** Reads the header; without one, plain JSON is assumed. */
  static Accepted of(Optional<String> header) {
    if (header.isEmpty() || header.get().isBlank()) {
      return new Accepted(Optional.of(AnswerFormat.JSON), false, false);
    }
    List<Range> ranges = new ArrayList<>();
    for (String part : header.get().split(",")) {
      ranges.add(Range.of(part));
    }
    double graphQl = quality(ranges, "application/graphql-response+json");
    double json = quality(ranges, "application/json");
    return new Accepted(single(ranges, graphQl, json), named(ranges, EVENTS), named(ranges, PARTS));
  }

  private static Optional<AnswerFormat> single(List<Range> ranges, double graphQl, double json) {
    if (graphQl <= 0 && json <= 0) {
      return Optional.empty();
    }
    if (graphQl == json) {
      boolean asked = ranges.stream().anyMatch(it -> it.type().contains("graphql-response"));
      return Optional.of(asked ? AnswerFormat.GRAPHQL_RESPONSE : AnswerFormat.JSON);
    }
    return Optional.of(graphQl > json ? AnswerFormat.GRAPHQL_RESPONSE : AnswerFormat.JSON);
  }

  private static boolean named(List<Range> ranges, String type) {
    return ranges.stream().anyMatch(it -> it.type().equals(type) && it.quality() > 0);
  }

  /** The quality of the most specific range that covers the type; zero when none does. */
  private static double quality(List<Range> ranges, String type) {
    double found = 0;
    int precision = -1;
    for (Range range : ranges) {
      int exact = range.precision(type);
      if (exact > precision) {
        precision = exact;
        found = range.quality();
      }
    }
    return found;
  }

  /** One media range with its weight. */
  private record Range(String type, double quality) {

    static Range of(String text) {
      String[] parts = text.split(";");
      double quality = 1;
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].strip();
        if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
          quality = weight(parameter.substring(2));
        }
      }
      return new Range(parts[0].strip().toLowerCase(Locale.ROOT), quality);
    }

    private static double weight(String text) {
      try {
        return Math.clamp(Double.parseDouble(text), 0, 1);
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    int precision(String wanted) {
      if (type.equals(wanted)) {
        return 2;
      }
      if (type.equals("application/*")) {
        return 1;
      }
      return type.equals("*/*") ? 0 : -1;
    }
  }
}
