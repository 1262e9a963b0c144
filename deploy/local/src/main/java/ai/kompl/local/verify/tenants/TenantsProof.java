package ai.kompl.local.verify.tenants;

import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Many tenants with as many tables as a tenant may have: provisioning, starting, serving and
 * upgrading them. The same checks find a start that asks for each tenant, and upgrades that forget
 * how far they came.
 */
public final class TenantsProof implements Proof {
  private static final int FEW = 10;
  private static final int TABLES = 80;
  private static final int DEFAULT = 200;
  private static final int FULL = 1000;
  private static final double FLAT = 1.3;
  private static final double START_SECONDS = 2;
  private static final double CPU_RATIO = 1.15;

  /** More than a start ever differs by from another; fewer than any number of tenants. */
  private static final long SPARE_ROUND_TRIPS = 9;

  private final List<String> subgraphs;
  private final int many;

  private TenantsProof(List<String> subgraphs, int many) {
    this.subgraphs = List.copyOf(subgraphs);
    this.many = many;
  }

  /** With the tables of these subgraphs and generated ones up to the limit. */
  public static TenantsProof of(List<String> subgraphs) {
    return new TenantsProof(subgraphs, DEFAULT);
  }

  /** With so many tenants, more than 100. */
  TenantsProof with(int tenants) {
    return new TenantsProof(subgraphs, tenants);
  }

  @Override
  public String name() {
    return "tenants";
  }

  @Override
  public String summary() {
    return "%d tenants (%d with --full) with %d tables each: provisioning, start, CPU per request, a killed upgrade"
        .formatted(DEFAULT, FULL, TABLES);
  }

  @Override
  public Proof full() {
    return with(FULL);
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    try (Estate estate = Estate.start(folder, subgraphs, note)) {
      figures.note("tenants", many);
      pad(estate, figures);
      List<Tenant> tenants = provision(estate, figures, note);
      List<TenantId> ids = tenants.stream().map(Tenant::id).toList();
      try (DataPlatform data = estate.open()) {
        cpu(new CpuTrial(estate, data), ids, figures, note);
      }
      new UpgradeTrial(estate, subgraphs, ids, folder).run(figures, note);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A first tenant shows how many tables the product has; the rest is generated. */
  private static void pad(Estate estate, Figures figures) {
    try (DataPlatform data = estate.open()) {
      Tenant first = Estate.provision(data, 0);
      long own =
          estate.number(
              "select count(*) from pg_class where relkind in ('r', 'p') and relnamespace = '"
                  + first.id().schema()
                  + "'::regnamespace");
      estate.scripts().pad((int) (TABLES - own));
      figures.note("tables", TABLES);
      figures.note("tables_generated", TABLES - own);
    }
  }

  private List<Tenant> provision(Estate estate, Figures figures, Consumer<String> note)
      throws IOException {
    List<Tenant> tenants = new ArrayList<>();
    List<Long> nanos = new ArrayList<>();
    provision(estate, FEW, tenants, nanos);
    var few = Starts.of(estate);
    note.accept("%d tenants: a start takes %.0f ms".formatted(FEW, few.millis()));
    provision(estate, many, tenants, nanos);
    var starts = Starts.of(estate);
    note.accept("%d tenants: a start takes %.0f ms".formatted(many, starts.millis()));
    double first = Starts.median(nanos.subList(0, 100)) / 1e6;
    double last = Starts.median(nanos.subList(many - 100, many)) / 1e6;
    figures.note("provision_first_100_ms", Figures.number(first));
    figures.note("provision_last_100_ms", Figures.number(last));
    figures.atMost("provision_growth", last / first, FLAT);
    figures.atMost("start_added_s", (starts.millis() - few.millis()) / 1000, START_SECONDS);
    figures.atMost(
        "start_added_round_trips",
        (double) (starts.roundTrips() - few.roundTrips()),
        SPARE_ROUND_TRIPS);
    long planted = Starts.askingForEach(estate) - few.roundTrips();
    figures.holds("planted_checks_found", planted > SPARE_ROUND_TRIPS);
    return tenants;
  }

  private static void provision(Estate estate, int to, List<Tenant> tenants, List<Long> nanos) {
    try (DataPlatform data = estate.open()) {
      while (tenants.size() < to) {
        long begun = System.nanoTime();
        tenants.add(Estate.provision(data, tenants.size() + 1));
        nanos.add(System.nanoTime() - begun);
      }
    }
  }

  private static void cpu(
      CpuTrial trial, List<TenantId> ids, Figures figures, Consumer<String> note) {
    figures.note("cold_cpu_us", Figures.number(trial.cold(ids)));
    CpuTrial.Outcome warm = trial.warm(ids.subList(0, FEW), ids);
    note.accept("CPU of each round: " + warm);
    figures.note("warm_cpu_us_few", Figures.number(warm.fewMicros()));
    figures.note("warm_cpu_us_many", Figures.number(warm.manyMicros()));
    figures.atMost("cpu_ratio", warm.ratio(), CPU_RATIO);
  }
}
