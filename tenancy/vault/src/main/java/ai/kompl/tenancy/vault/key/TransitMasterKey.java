package ai.kompl.tenancy.vault.key;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A master key that HashiCorp Vault holds: its transit engine wraps and unwraps, the key itself
 * never leaves it. Vault's own versions of the key show in the name, so that after a rotation there
 * the keys wrapped under the version before can be told and wrapped anew. Keys from before the
 * change to Vault are unwrapped with the file they came from, where it is still there.
 */
public final class TransitMasterKey implements MasterKeyHolder, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([0-9]{1,9}):.+");

  private final TransitSettings settings;
  private final Optional<MasterKeyFile> before;
  private final HttpClient http;

  private TransitMasterKey(
      TransitSettings settings, Optional<MasterKeyFile> before, HttpClient http) {
    this.settings = settings;
    this.before = before;
    this.http = http;
  }

  /** Over Vault at that address; nothing is asked yet. */
  public static TransitMasterKey of(TransitSettings settings, Optional<MasterKeyFile> before) {
    return new TransitMasterKey(
        settings, before, HttpClient.newBuilder().connectTimeout(PATIENCE).build());
  }

  @Override
  public String currentId() {
    return id(ask(request("keys").GET().build()).path("latest_version").asInt());
  }

  @Override
  public WrappedKey wrap(KeyName name, byte[] key) {
    var body = Map.of("plaintext", base64(key), "associated_data", base64(name.context()));
    String text = post("encrypt", body).path("ciphertext").asText();
    Matcher form = CIPHERTEXT.matcher(text);
    if (!form.matches()) {
      throw away("Vault wraps keys in a form that is not known here", Optional.empty());
    }
    return new WrappedKey(name, id(Integer.parseInt(form.group(1))), text);
  }

  @Override
  public byte[] unwrap(WrappedKey key) {
    if (before.isPresent() && key.masterId().startsWith("local:")) {
      return before.get().unwrap(key);
    }
    if (!key.masterId().startsWith("transit:")) {
      throw new UnreadableException(
          "the key %s was wrapped by %s, which is not held here"
              .formatted(key.name(), key.masterId()));
    }
    var body = Map.of("ciphertext", key.text(), "associated_data", base64(key.name().context()));
    try {
      return Base64.getDecoder().decode(post("decrypt", body).path("plaintext").asText());
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("Vault unwraps the key " + key.name() + " to no bytes", e);
    }
  }

  @Override
  public Optional<MasterKey> deriving() {
    return before.flatMap(MasterKeyFile::deriving);
  }

  @Override
  public String place() {
    return "Vault " + settings.address() + ", key " + settings.mount() + "/" + settings.key();
  }

  @Override
  public void close() {
    http.close();
  }

  private String id(int version) {
    return "transit:" + settings.mount() + "/" + settings.key() + ":v" + version;
  }

  private JsonNode post(String act, Map<String, String> body) {
    try {
      return ask(
          request(act).POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))).build());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  private HttpRequest.Builder request(String act) {
    String path = "/v1/%s/%s/%s".formatted(settings.mount(), act, settings.key());
    return HttpRequest.newBuilder(settings.address().resolve(path))
        .timeout(PATIENCE)
        .header("X-Vault-Token", token())
        .header("X-Vault-Request", "true")
        .header("Content-Type", "application/json");
  }

  private String token() {
    try {
      return Files.readString(settings.tokenFile()).strip();
    } catch (IOException e) {
      throw away("the file of Vault's token cannot be read", Optional.of(e));
    }
  }

  private JsonNode ask(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      return switch (answer.statusCode()) {
        case 200 -> JSON.readTree(answer.body()).path("data");
        case 400 -> throw new UnreadableException("Vault refuses what was wrapped as not its own");
        case 403 -> throw away("Vault refuses the token", Optional.empty());
        case 404 -> throw away("Vault has no such key", Optional.empty());
        default -> throw away("Vault answers " + answer.statusCode(), Optional.empty());
      };
    } catch (IOException e) {
      throw away("Vault does not answer", Optional.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("interrupted while Vault was asked", Optional.of(e));
    }
  }

  /** For clients a part of the service is away; the operator reads in the cause what it is. */
  private ProblemException away(String what, Optional<Exception> cause) {
    var why = new IllegalStateException(what + " (" + place() + ")", cause.orElse(null));
    return new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), why);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
