package ai.kompl.local.demo;

import ai.kompl.local.client.ClientException;
import ai.kompl.local.client.GraphQlClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Uploads a catalogue, starts its import and follows the job to its end over the subscription. */
public final class CatalogueImport {
  /**
   * How an import ended.
   *
   * @param state final state of the job, for instance SUCCEEDED or UNCHANGED
   * @param versionId id of the framework version, empty when there is none
   * @param counts the job's counts
   * @param nodes groups and requirements together
   * @param took from the mutation to the final event
   */
  public record Result(String state, String versionId, JsonNode counts, int nodes, Duration took) {}

  private static final String START =
      """
      mutation ImportCatalogue($input: ImportFrameworkCatalogInput!) {
        importFrameworkCatalog(input: $input) { importJob { id } userErrors { code message } }
      }
      """;
  private static final String PROGRESS =
      """
      subscription ImportProgress($jobId: ID!) {
        importProgress(jobId: $jobId) {
          state finished percent processed total
          counts { entries active withdrawn families }
          problems { severity code message path line }
          frameworkVersion { id label }
        }
      }
      """;

  private final GraphQlClient client;
  private final Consumer<String> console;

  /** Acts as the client's caller and tells the console each step. */
  public CatalogueImport(GraphQlClient client, Consumer<String> console) {
    this.client = client;
    this.console = console;
  }

  /**
   * Runs the whole import.
   *
   * @throws ClientException when the upload or the mutation is refused
   */
  public Result run(CatalogueSource source) {
    String upload = client.upload(source.content());
    console.accept("uploaded " + source.name() + " (" + source.content().length + " bytes)");
    long start = System.nanoTime();
    JsonNode payload =
        client
            .data(START, Map.of("input", Map.of("uploadId", upload, "format", source.format())))
            .path("importFrameworkCatalog");
    if (!payload.path("importJob").isObject()) {
      throw new ClientException("the import was refused: " + payload.path("userErrors"));
    }
    JsonNode job = follow(payload.path("importJob").path("id").asText());
    var took = Duration.ofNanos(System.nanoTime() - start);
    return new Result(
        job.path("state").asText(),
        job.path("frameworkVersion").path("id").asText(""),
        job.path("counts"),
        job.path("total").asInt(),
        took);
  }

  private JsonNode follow(String jobId) {
    var last = new AtomicReference<JsonNode>(NullNode.getInstance());
    client.follow(
        PROGRESS,
        Map.of("jobId", jobId),
        result -> {
          JsonNode job = result.path("data").path("importProgress");
          if (!job.isObject()) {
            throw new ClientException("the subscription answered " + result);
          }
          last.set(job);
          console.accept(
              "import " + job.path("state").asText() + " " + job.path("percent").asInt() + " %");
          return job.path("finished").asBoolean();
        });
    last.get().path("problems").forEach(problem -> console.accept("  " + problem));
    return last.get();
  }
}
