package ai.kompl.local;

import ai.kompl.local.cli.Launch;
import ai.kompl.local.cli.LaunchKeys;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.tenancy.caller.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The assembled product for a test, with somebody signed in. */
final class RunningProduct implements AutoCloseable {
  private final Product product;
  private final GraphQlClient client;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningProduct(Product product) {
    this.product = product;
    this.client = signedIn(DemoSeed.PEOPLE.getFirst());
  }

  private GraphQlClient signedIn(DemoSeed.Person person) {
    return GraphQlClient.of(product.endpoint().resolve("/graphql"))
        .signIn(person.organization(), person.email(), product.demoPassword());
  }

  /** Starts it in a folder of the given one, on a free port, with settings beside the defaults. */
  static RunningProduct start(Path folder, Map<String, String> settings) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    var values = new HashMap<>(settings);
    values.put(LaunchKeys.PORT.name(), "0");
    Settings complete =
        Settings.load(ProductKeys.catalogue(), Optional.empty(), Map.of()).with(values);
    return new RunningProduct(
        Product.start(
            new Launch.Request(complete, data, false), _ -> {}, UnaryOperator.identity()));
  }

  /** Ana, a compliance officer of acme. */
  GraphQlClient client() {
    return client;
  }

  /** Gita, of another organisation. */
  GraphQlClient stranger() {
    return signedIn(DemoSeed.PEOPLE.getLast());
  }

  URI endpoint() {
    return product.endpoint();
  }

  SubgraphHost host() {
    return product.host();
  }

  /** The status that a load balancer would see. */
  int readiness() {
    try {
      var request =
          HttpRequest.newBuilder(endpoint().resolve("/health/ready"))
              .timeout(Duration.ofSeconds(20))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    product.close();
  }
}
