package ai.kompl.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a starting or running product writes down about itself.
 *
 * @param pid its process
 * @param startedAt when that process started: a number alone may since belong to another one
 * @param endpoint where it answers; empty while it starts
 */
record RunState(long pid, Instant startedAt, Optional<URI> endpoint, String mode) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static RunState ofThisProcess(Optional<URI> endpoint, String mode) {
    ProcessHandle self = ProcessHandle.current();
    return new RunState(self.pid(), started(self), endpoint, mode);
  }

  /** The process, if it is still the one that wrote this. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> started(process).equals(startedAt));
  }

  String json() {
    var json = JSON.createObjectNode();
    json.put("pid", pid);
    json.put("startedAt", startedAt.toString());
    endpoint.ifPresent(address -> json.put("endpoint", address.toString()));
    endpoint.ifPresent(address -> json.put("port", address.getPort()));
    json.put("mode", mode);
    return json.toPrettyString() + "\n";
  }

  /** Reads what {@link #json} wrote; empty when it is something else. */
  static Optional<RunState> parse(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.path("pid").canConvertToLong() || !json.path("startedAt").isTextual()) {
        return Optional.empty();
      }
      Optional<URI> endpoint =
          Optional.of(json.path("endpoint"))
              .filter(JsonNode::isTextual)
              .map(node -> URI.create(node.asText()));
      Instant startedAt = Instant.parse(json.path("startedAt").asText());
      return Optional.of(
          new RunState(json.path("pid").asLong(), startedAt, endpoint, json.path("mode").asText()));
    } catch (JsonProcessingException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Instant started(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
