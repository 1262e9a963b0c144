package ai.kompl.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Says what runs and how it is. */
final class Status implements Command {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Place place;
  private final InstantSource clock;

  Status(Place place, InstantSource clock) {
    this.place = place;
    this.clock = clock;
  }

  @Override
  public Usage usage() {
    return Usage.of(
        "status",
        "Says what runs on these data and how it is. Exit code 0 when it runs, 3 when not.",
        Place.DATA_DIR,
        Place.CONFIG);
  }

  @Override
  public int run(Arguments arguments, Console console) {
    DataDir data = place.dataDir(arguments);
    Optional<RunState> living = data.living();
    console.result(living.map(this::running).orElse("not running"));
    living.flatMap(RunState::endpoint).ifPresent(endpoint -> health(endpoint, console));
    if (Files.isDirectory(data.path())) {
      console.result(
          String.format(Locale.ROOT, "data     %s (%.1f MB)", data.path(), data.size() / 1e6));
    }
    return living.isPresent() ? 0 : NOT_RUNNING;
  }

  private String running(RunState state) {
    Instant now = clock.instant();
    Duration uptime = Duration.between(state.startedAt(), now).truncatedTo(ChronoUnit.SECONDS);
    return "%s  process %d, %s, up %s%s"
        .formatted(
            state.endpoint().isPresent() ? "running" : "starting",
            state.pid(),
            state.mode(),
            uptime.toString().substring(2).toLowerCase(Locale.ROOT),
            state.endpoint().map(address -> "\nanswers  " + address).orElse(""));
  }

  private static void health(URI endpoint, Console console) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(endpoint.resolve("/health")).timeout(PATIENCE).build();
      JsonNode health = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
      console.result("health   " + health.path("status").asText("unknown"));
      for (JsonNode check : health.path("checks")) {
        console.result("  " + check.path("name").asText() + ": " + check.path("status").asText());
      }
    } catch (JsonProcessingException e) {
      console.result("health   unknown: " + endpoint + " answers something else");
    } catch (IOException e) {
      console.result("health   no answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(FAILED, "interrupted while waiting", e);
    }
  }
}
