package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisioningTest {
  private TestPlatform platform;

  @BeforeEach
  void open() {
    platform = TestPlatform.open();
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void aNewTenantIsCompleteAtOnce() {
    Tenant north = platform.provision("north");

    assertThat(platform.data().registry().find(north.id())).hasValue(north);
    assertThat(platform.data().registry().findBySlug("north")).hasValue(north);
    assertThat(platform.data().registry().all()).containsExactly(north);
    platform.add(TestPlatform.user(north), "first");
    assertThat(platform.titles(TestPlatform.user(north))).containsExactly("first");
    assertThat(platform.look("select tenant, action, sequence from private.audit_events"))
        .containsExactly(north.id() + "|tenants.tenant.provisioned|1");
    assertThat(platform.look("select tenant, type from private.outbox"))
        .containsExactly(north.id() + "|tenants.tenant.provisioned");
  }

  @Test
  void ofTwoProvisionersRacingForANameOneWins() throws Exception {
    List<Callable<Tenant>> racers =
        IntStream.range(0, 8)
            .<Callable<Tenant>>mapToObj(_ -> () -> platform.provision("acme"))
            .toList();
    int won = 0;
    List<Problem> problems = new ArrayList<>();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Tenant> race : threads.invokeAll(racers)) {
        try {
          race.get();
          won++;
        } catch (ExecutionException e) {
          problems.add(problem(e));
        }
      }
    }

    assertThat(won).isEqualTo(1);
    assertThat(problems).hasSize(7).containsOnly(Problem.CONFLICT);
    assertThat(schemas()).as("nothing half made").hasSize(1);
  }

  @Test
  void aFailureHalfWayLeavesNothingBehind(@TempDir Path folder) throws IOException {
    write(folder, "V002__broken.sql", "create table ledger_more (id uuid); select 1 / 0;");
    try (DataPlatform broken = reopen(folder)) {
      assertThatThrownBy(() ->
              broken.registry().provision(new TenantDraft("acme", "Acme"), TestPlatform.operator()))
          .isInstanceOf(ProblemException.class);
    }

    assertThat(schemas()).isEmpty();
    assertThat(platform.look("select id from public.tenants_tenant")).isEmpty();
    assertThat(platform.look("select sequence from private.outbox")).isEmpty();
    assertThat(platform.look("select sequence from private.audit_events")).isEmpty();
  }

  @Test
  void onlyOperatorsProvision() {
    Caller user = TestPlatform.user(platform.provision("north"));

    assertThatThrownBy(
            () -> platform.data().registry().provision(new TenantDraft("acme", "Acme"), user))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FORBIDDEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "Acme",
        "acme inc",
        "acme--inc",
        "-acme",
        "acme'; drop schema private cascade; --",
        "../acme",
        "\u0430cme",
        "acme\u0000",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void aSlugWithTricksIsRefused(String slug) {
    assertThatThrownBy(() -> platform.provision(slug))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.VALIDATION_FAILED);
              assertThat(e.path()).hasValue("slug");
            });
  }

  @Test
  void aNameWithTricksIsKeptAsItIs() {
    String name = "Robert'); drop table public.tenants_tenant; -- \u00e9\u4e2d\ud83d\ude00";

    platform.data().registry().provision(new TenantDraft("bobby", name), TestPlatform.operator());

    assertThat(platform.data().registry().findBySlug("bobby").orElseThrow().name()).isEqualTo(name);
  }

  @Test
  void staleTenantsAreBroughtUpToDateAtTheStartAndKeepTheirRows(@TempDir Path folder)
      throws IOException {
    Tenant north = platform.provision("north");
    Tenant south = platform.provision("south");
    platform.add(TestPlatform.user(north), "kept");
    write(folder, "V002__note.sql", "create table ledger_note (id uuid primary key, text text);");

    try (DataPlatform newer = reopen(folder)) {
      for (Tenant tenant : List.of(north, south)) {
        Caller caller = TestPlatform.user(tenant);
        int made =
            newer
                .tenantDatabase()
                .write(
                    caller,
                    tx -> tx.update("insert into ledger_note values (gen_random_uuid(), 'new')"));
        assertThat(made).isEqualTo(1);
      }
      assertThat(newer.upgrades().waiting()).as("nothing left to do").isEmpty();
    }
    assertThat(platform.titles(TestPlatform.user(north)))
        .as("the former version still runs")
        .containsExactly("kept");
  }

  @Test
  void aReleasedScriptThatWasChangedIsRefused(@TempDir Path folder) throws IOException {
    write(folder, "V001__book.sql", "create table ledger_other (id uuid);");

    assertThatThrownBy(() -> reopen(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("V001__book.sql");
  }

  @Test
  void severalProcessesMayStartAtOnce() throws Exception {
    List<Callable<Boolean>> starts =
        IntStream.range(0, 3)
            .<Callable<Boolean>>mapToObj(_ ->
                () -> {
                  try (var other =
                      TestPlatform.open(platform.settings(), List.of(TestPlatform.LEDGER))) {
                    return other.reachable();
                  }
                })
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> start : threads.invokeAll(starts)) {
        assertThat(start.get()).isTrue();
      }
    }
  }

  private static Problem problem(ExecutionException failure) {
    if (failure.getCause() instanceof ProblemException cause) {
      return cause.problem();
    }
    throw new AssertionError("not a problem of the catalogue", failure);
  }

  private List<String> schemas() {
    return platform.look("select nspname from pg_namespace where nspname like 'tenant\\_%'");
  }

  private DataPlatform reopen(Path folder) throws MalformedURLException {
    // The folder's scripts come on top of those of the test's own class path.
    var loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, TestPlatform.class.getClassLoader());
    return TestPlatform.open(
        platform.settings(), List.of(new SubgraphMigrations("ledger", loader)));
  }

  private static void write(Path folder, String name, String sql) throws IOException {
    Path scripts = Files.createDirectories(folder.resolve("db/ledger/tenant"));
    Files.writeString(scripts.resolve(name), sql);
  }
}
