package ai.kompl.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.identity.user.NewUser;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.Kompl;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.trail.VerifyAudit;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.archive.ArchiveFile;
import ai.kompl.tenancy.data.archive.ArchiveManifest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organisation has all that it owns exported, downloads it and checks it with nothing else. */
class ExportOverHttpTest {
  private static final byte[] CONTENT = "{\"canary\": true}".getBytes(UTF_8);
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir Path folder;

  @Test
  void anAdminDownloadsAllOfTheOrganisationAndNothingOfOthersNorPasswords() throws Exception {
    Path file = folder.resolve("export.zip");
    try (RunningProduct product = RunningProduct.start(folder, Map.of())) {
      product.client().upload(CONTENT);
      GraphQlClient admin = admin(product);

      String path = exported(admin);

      assertThat(download(product, product.client(), path, file)).isEqualTo(403);
      assertThat(download(product, product.stranger(), path, file)).isEqualTo(404);
      assertThat(download(product, admin, path, file)).isEqualTo(200);
    }
    try (ArchiveFile export = ArchiveFile.openExport(file)) {
      ArchiveManifest manifest = export.manifest();
      assertThat(text(export, "tables/public.identity_user.copy"))
          .contains("ana@acme.example")
          .doesNotContain("gita@globex.example");
      assertThat(manifest.tables())
          .allSatisfy(table -> assertThat(table.columns()).doesNotContain("password_hash"))
          .noneSatisfy(table -> assertThat(table.name()).isEqualTo("tenant_keys"));
      assertThat(text(export, manifest.files().getFirst().part()))
          .isEqualTo(new String(CONTENT, UTF_8));
      assertThat(verified(file)).contains("PASS export ", "key=" + export.signedBy());
    }
    spoil(file);
    assertThat(verified(file)).contains("FAIL export: ");
  }

  private static GraphQlClient admin(RunningProduct product) {
    SubgraphHost host = product.host();
    var acme = host.data().registry().findBySlug("acme").orElseThrow().id();
    host.identity()
        .accounts()
        .ensure(
            NewUser.person("root@acme.example", "Rut Ott", PASSWORD).withRoles("admin"),
            Caller.worker(acme, "test.seed", "request-1"));
    return GraphQlClient.of(product.endpoint().resolve("/graphql"))
        .signIn("acme", "root@acme.example", PASSWORD);
  }

  private static String exported(GraphQlClient admin) {
    admin.data("mutation { requestTenantExport { tenantExport { id } } }", Map.of());
    boolean ready =
        Waiting.until(Duration.ofSeconds(60), () -> newest(admin, "state").equals("READY"));
    assertThat(ready).isTrue();
    return newest(admin, "path");
  }

  private static String newest(GraphQlClient admin, String field) {
    return admin
        .data("{ tenantExports { state path } }", Map.of())
        .path("tenantExports")
        .path(0)
        .path(field)
        .asText();
  }

  private static int download(RunningProduct product, GraphQlClient who, String path, Path file)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(product.endpoint().resolve(path))
              .timeout(Duration.ofSeconds(60))
              .header("Authorization", "Bearer " + who.token().orElseThrow())
              .build();
      return http.send(request, BodyHandlers.ofFile(file)).statusCode();
    }
  }

  private static String text(ArchiveFile export, String part) throws IOException {
    try (InputStream in = export.part(part)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String verified(Path file) {
    var said = new ByteArrayOutputStream();
    var stream = new PrintStream(said, true, UTF_8);
    var console = new Console(stream, stream, new BufferedReader(new StringReader("")));
    new Kompl(List.of(new VerifyAudit())).run(List.of("verify-audit", file.toString()), console);
    return said.toString(UTF_8);
  }

  /** One bit of what is compressed behind the manifest's name. */
  private static void spoil(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String name = "manifest.json";
    int content = new String(bytes, ISO_8859_1).indexOf(name) + name.length() + 20;
    bytes[content] ^= 1;
    Files.write(file, bytes);
  }
}
