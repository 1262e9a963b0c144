package ai.kompl.gateway;

import ai.kompl.gateway.http.ExportSource;
import ai.kompl.gateway.http.UploadStore;
import ai.kompl.gateway.operation.PersistedDocuments;
import ai.kompl.gateway.telemetry.AccessEntry;
import ai.kompl.gateway.telemetry.GatewayMetrics;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.access.Access;
import ai.kompl.tenancy.caller.access.AccessJournal;
import ai.kompl.tenancy.caller.token.AccessTokenIssuer;
import ai.kompl.tenancy.caller.token.AccessTokenVerifier;
import ai.kompl.tenancy.caller.token.Grant;
import ai.kompl.tenancy.caller.token.JwksDocument;
import ai.kompl.tenancy.caller.token.KeySource;
import ai.kompl.tenancy.caller.token.SigningKey;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventFilter;
import ai.kompl.tenancy.events.EventStream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A gateway on a free port with real tokens, and everything that a test says to it and asks of it.
 */
final class GatewayHarness implements AutoCloseable {
  static final String PROGRESSED = "regops.import-job.progressed";
  static final String ISSUER = "https://issuer.test";
  static final String AUDIENCE = "kompl-test";
  static final TenantId ACME = new TenantId("00000000000000a1");
  static final TenantId OTHER = new TenantId("b2b2b2b2000000b2");

  /** Suspended before the gateway starts. */
  static final TenantId SUSPENDED = new TenantId("c3c3c3c3000000c3");

  private static final ObjectMapper JSON = new ObjectMapper();
  // One for all: meters of the same name in one process are the same meters.
  private static final GatewayMetrics METRICS = GatewayMetrics.ofProcess();
  private static final SigningKey KEY = SigningKey.generate();

  final Stream events = new Stream();
  final Store store = new Store();
  final Exports exports = new Exports();
  final ConcurrentLinkedQueue<String> journal = new ConcurrentLinkedQueue<>();
  final AtomicBoolean usedUp = new AtomicBoolean();
  final ConcurrentLinkedQueue<AccessEntry> access = new ConcurrentLinkedQueue<>();
  final CopyOnWriteArrayList<ReadinessCheck> checks = new CopyOnWriteArrayList<>();
  final SchemaOperations operations;
  final Gateway gateway;
  final HttpClient client = HttpClient.newHttpClient();
  final AccessTokenIssuer issuer = issuer(KEY, AUDIENCE);

  GatewayHarness(GatewaySettings settings) {
    this(settings, List.of());
  }

  GatewayHarness(GatewaySettings settings, List<ReadinessCheck> checks) {
    this.operations = new SchemaOperations(settings.operations().introspection());
    this.gateway = Gateway.start(operations, settings, collaborators(checks));
  }

  /** In front of the real engine instead. */
  GatewayHarness(GatewaySettings settings, TwoSubgraphs subgraphs) {
    this.operations = new SchemaOperations(settings.operations().introspection());
    this.gateway = Gateway.start(subgraphs.engine(METRICS), settings, collaborators(List.of()));
  }

  Collaborators collaborators(List<ReadinessCheck> conditions) {
    KeySource keys = KeySource.of(List.of(KEY.verification()));
    return new Collaborators(
        new AccessTokenVerifier(keys, ISSUER, AUDIENCE, InstantSource.system()),
        (policy, caller) -> policy.equals("works-at-acme") && caller.tenant().equals(ACME),
        events,
        () -> Set.of(SUSPENDED),
        store,
        exports,
        () -> JwksDocument.write(List.of(KEY.verification())),
        conditions,
        PersistedDocuments.of(Map.of("greet", "query Greet { greeting }")),
        access::add,
        new Journal(),
        METRICS,
        InstantSource.system(),
        seeded());
  }

  private final class Journal implements AccessJournal {
    @Override
    public void add(Caller caller, Access entry) {
      journal.add(caller.actor() + " " + entry);
    }

    @Override
    public void requireRoom(Caller caller) {
      if (usedUp.get()) {
        throw new ProblemException(Problem.QUOTA_EXCEEDED, "The limit of API_CALLS is 2.");
      }
    }
  }

  private static RandomGenerator seeded() {
    SplittableRandom random = new SplittableRandom(7);
    return () -> {
      synchronized (random) {
        return random.nextLong();
      }
    };
  }

  static AccessTokenIssuer issuer(SigningKey key, String audience) {
    return new AccessTokenIssuer(key, ISSUER, audience, InstantSource.system());
  }

  /** One export of ACME. */
  static final class Exports implements ExportSource {
    static final String ID = "export-of-acme";
    static final byte[] CONTENT = new byte[300_000];

    @Override
    public Export open(Caller caller, String id) {
      if (!caller.tenant().equals(ACME) || !id.equals(ID)) {
        throw new ProblemException(Problem.NOT_FOUND);
      }
      return new Export(new ByteArrayInputStream(CONTENT), CONTENT.length, ID + ".zip");
    }
  }

  /** A token of Ana, who works for the tenant. */
  String token(TenantId tenant, Duration lifetime) {
    return issuer.issue(ana(tenant), lifetime).value();
  }

  String token() {
    return token(ACME, Duration.ofMinutes(5));
  }

  /** A token of Ana's that carries scopes. */
  String tokenWith(TenantId tenant, String... scopes) {
    Grant ana = ana(tenant);
    Grant scoped =
        new Grant(
            tenant,
            ana.subject(),
            ana.kind(),
            ana.roles(),
            Set.of(scopes),
            ana.attributes(),
            ana.sessionId());
    return issuer.issue(scoped, Duration.ofMinutes(5)).value();
  }

  /** A token of our own issuer for another service. */
  String tokenFor(String audience) {
    return issuer(KEY, audience).issue(ana(ACME), Duration.ofMinutes(5)).value();
  }

  static Grant ana(TenantId tenant) {
    return new Grant(
        tenant,
        UUID.nameUUIDFromBytes(new byte[] {1}),
        CallerKind.USER,
        Set.of("member"),
        Set.of(),
        Map.of(),
        "session-1");
  }

  static String jobId(TenantId tenant) {
    return GlobalId.of("import-job", tenant, UUID.nameUUIDFromBytes(new byte[] {2})).toString();
  }

  /** Tells that the job has got on. */
  void progressed(TenantId tenant, String jobId, int done) {
    operations.done(jobId).set(done);
    events.publish(new Event(done, tenant, PROGRESSED, "ImportJob", jobId, "{}", Instant.EPOCH));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + gateway.port() + path);
  }

  URI socket() {
    return URI.create("ws://127.0.0.1:" + gateway.port() + "/graphql");
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a body as JSON, with Ana's token. */
  HttpResponse<String> post(String body, String... headers) {
    return send(json(body, headers).header("Authorization", "Bearer " + token()));
  }

  /** Sends a body as JSON, with some token. */
  HttpResponse<String> postAs(String token, String body) {
    return send(json(body).header("Authorization", "Bearer " + token));
  }

  /** Sends a body as JSON, without a token. */
  HttpResponse<String> postAnonymously(String body, String... headers) {
    return send(json(body, headers));
  }

  HttpRequest.Builder json(String body, String... headers) {
    HttpRequest.Builder request =
        to("/graphql")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return headers.length == 0 ? request : request.headers(headers);
  }

  static String query(String document) {
    return JSON.createObjectNode().put("query", document).toString();
  }

  static JsonNode tree(HttpResponse<String> response) {
    return tree(response.body());
  }

  static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  static String code(HttpResponse<String> response) {
    return tree(response).at("/errors/0/extensions/code").asText();
  }

  /** Waits until it holds, ten seconds at most; whether it does. */
  static boolean eventually(BooleanSupplier holds) {
    Instant end = Instant.now().plusSeconds(10);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return true;
  }

  @Override
  public void close() {
    client.shutdownNow();
    gateway.close();
  }

  /** Events by hand. */
  static final class Stream implements EventStream {
    private final CopyOnWriteArrayList<Consumer<Event>> followers = new CopyOnWriteArrayList<>();

    void publish(Event event) {
      followers.forEach(it -> it.accept(event));
    }

    @Override
    public Subscription subscribe(EventFilter filter, Consumer<Event> follower) {
      Consumer<Event> filtered =
          event -> {
            if (filter.matches(event)) {
              follower.accept(event);
            }
          };
      followers.add(filtered);
      return () -> followers.remove(filtered);
    }

    @Override
    public Optional<List<Event>> replay(TenantId tenant, long afterSequence) {
      return Optional.empty();
    }
  }

  /** Uploads counted and hashed, not kept. */
  static final class Store implements UploadStore {
    final CopyOnWriteArrayList<StoredUpload> stored = new CopyOnWriteArrayList<>();

    @Override
    public StoredUpload store(Caller caller, InputStream content, Declared declared) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] part = new byte[8192];
        long size = 0;
        for (int got = content.read(part); got >= 0; got = content.read(part)) {
          digest.update(part, 0, got);
          size += got;
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        var upload = new StoredUpload("upload_" + GlobalId.tag(caller.tenant()), hash, size);
        stored.add(upload);
        return upload;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
