package ai.kompl.local.verify.cache;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings;
import ai.kompl.tenancy.data.DatabaseSettings.Login;
import ai.kompl.tenancy.data.SubgraphMigrations;
import ai.kompl.tenancy.data.TenantDraft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What the trace runs over: tenants with the same words, each word with a version. */
final class TraceGround {
  static final int TENANTS = 8;
  static final int WORDS = 100;
  private static final String SUBGRAPH = "trace";
  private static final int CONNECTIONS = 6;

  private TraceGround() {}

  /** The id of a word, the same for every tenant. */
  static UUID word(int number) {
    return new UUID(0x7000, number);
  }

  /** Writes the script of the trace's table. */
  static void script(Path folder) {
    try {
      Path scripts = Files.createDirectories(folder.resolve("db/" + SUBGRAPH + "/tenant"));
      Files.writeString(
          scripts.resolve("V001__words.sql"),
          "create table trace_word (id uuid primary key, version bigint not null);\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DataPlatform open(String url, Login owner, Path folder) {
    try {
      var loader =
          new URLClassLoader(
              new URL[] {folder.toUri().toURL()}, TraceGround.class.getClassLoader());
      var settings =
          new DatabaseSettings(
              url,
              new Login("kompl_app", "only-of-this-proof"),
              owner,
              CONNECTIONS,
              Duration.ofSeconds(20));
      return DataPlatform.open(
          settings,
          List.of(new SubgraphMigrations(SUBGRAPH, loader)),
          InstantSource.system(),
          new SecureRandom());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the tenants and their words, all of version 1. */
  static List<TenantId> fill(DataPlatform data) {
    var operator = Caller.worker(new TenantId("0000000000000000"), "verify.cache", "verify");
    List<TenantId> tenants = new ArrayList<>();
    List<UUID> words = IntStream.range(0, WORDS).mapToObj(TraceGround::word).toList();
    for (int i = 0; i < TENANTS; i++) {
      var draft = new TenantDraft("trace-" + i, "Trace " + i);
      TenantId tenant = data.registry().provision(draft, operator).id();
      tenants.add(tenant);
      data.tenantDatabase()
          .write(
              caller(tenant),
              tx ->
                  tx.update(
                      "insert into trace_word (id, version) select id, 1 from unnest(cast(? as uuid[])) id",
                      words));
    }
    return List.copyOf(tenants);
  }

  static Caller caller(TenantId tenant) {
    return Caller.worker(tenant, "verify.trace", "verify");
  }
}
