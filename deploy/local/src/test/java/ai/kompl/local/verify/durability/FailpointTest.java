package ai.kompl.local.verify.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.local.verify.durability.Failpoint.Moment;
import ai.kompl.tenancy.data.CommitEdges;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings;
import ai.kompl.tenancy.data.DatabaseSettings.Login;
import ai.kompl.tenancy.data.SubgraphMigrations;
import ai.kompl.tenancy.data.TenantDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failpoints that throw instead of ending the process: the quick half of the proof. */
class FailpointTest {
  private static TestDatabase database;
  private static OwnerView look;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    database = TestPostgres.shared().createDatabase();
    look = new OwnerView(database.url(), database.user(), database.password());
    open(CommitEdges.NONE).close();
  }

  @Test
  void aProvisioningThatFailsAheadOfItsCommitLeavesNothing() {
    try (DataPlatform data = open(failing("OwnedTenantRegistry.provision", Moment.BEFORE, 1))) {
      assertThatThrownBy(() -> provision(data, "half")).hasMessage("failed");
      assertThat(TenantScenario.whole(look)).isEmpty();
      provision(data, "half");
    }
  }

  @Test
  void aProvisioningThatFailsBehindItsCommitIsWhole() {
    try (DataPlatform data = open(failing("OwnedTenantRegistry.provision", Moment.AFTER, 1))) {
      assertThatThrownBy(() -> provision(data, "whole")).hasMessage("failed");
      assertThat(TenantScenario.whole(look)).isEmpty();
      assertThat(data.registry().findBySlug("whole")).isPresent();
    }
  }

  @Test
  void clientsThatAreToldNothingOfTheEndLoseNothingAndDoNothingTwice() throws IOException {
    for (Moment moment : Moment.values()) {
      Stage stage = stage("clients-" + moment.name().toLowerCase(Locale.ROOT));
      for (int passing = 1; passing <= 5; passing++) {
        int fails = passing;
        try (DataPlatform data = open(failing("TenantDatabase.write", moment, fails))) {
          var ledger = new Ledger(data.tenantDatabase("durable"), stage.caller(), stage.journal());
          assertThatThrownBy(() -> operate(ledger, "run-" + fails)).hasMessage("failed");
          ledger.repeatDoubtful();
        }
      }

      assertThat(findings(stage)).isEmpty();
    }
  }

  @Test
  void aClientThatIsToldBeforeTheCommitLosesWhatItWasTold() throws IOException {
    Stage stage = stage("early");
    try (DataPlatform data = open(failing("TenantDatabase.write", Moment.BEFORE, 3))) {
      var ledger =
          new Ledger(data.tenantDatabase("durable"), stage.caller(), stage.journal())
              .acknowledgingEarly();
      assertThatThrownBy(() -> operate(ledger, "early")).hasMessage("failed");
    }

    assertThat(findings(stage)).extracting(Finding::kind).contains(Finding.Kind.LOST);
  }

  private static void operate(Ledger ledger, String run) {
    for (int n = 0; n < 12; n++) {
      ledger.operate(run, n);
    }
  }

  /** Without what needs a consumer and a worker, which nobody runs here. */
  private static List<Finding> findings(Stage stage) {
    Found found = new LedgerScenario(new Applied()).found(look, stage);
    return Checker.check(stage.journal().read(), found, LedgerScenario.ALL).stream()
        .filter(finding -> finding.kind() != Finding.Kind.UNDELIVERED)
        .filter(finding -> finding.kind() != Finding.Kind.UNDONE)
        .toList();
  }

  private Stage stage(String slug) throws IOException {
    try (DataPlatform data = open(CommitEdges.NONE)) {
      var tenant = data.registry().provision(new TenantDraft(slug, slug), Stage.operator()).id();
      Stage stage = Stage.safe(tenant, Files.createDirectories(folder.resolve(slug)));

      Ledger.lay(data.tenantDatabase("durable"), stage.caller());
      return stage;
    }
  }

  private static void provision(DataPlatform data, String slug) {
    data.registry().provision(new TenantDraft(slug, slug), Stage.operator());
  }

  private static Fuse failing(String seam, Moment moment, int passing) {
    return new Fuse(
        new Failpoint(seam, moment),
        passing,
        () -> {
          throw new IllegalStateException("failed");
        });
  }

  private static DataPlatform open(CommitEdges edges) {
    var settings =
        new DatabaseSettings(
            database.url(),
            new Login("kompl_app", "app-password-of-tests"),
            new Login(database.user(), database.password()),
            4,
            Duration.ofSeconds(10));
    var own = new SubgraphMigrations("durable", FailpointTest.class.getClassLoader());
    return DataPlatform.open(
        settings, List.of(own), InstantSource.system(), new SecureRandom(), edges);
  }
}
