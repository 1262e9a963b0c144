package ai.kompl.regops;

import ai.kompl.kit.Resolvers;
import ai.kompl.kit.SdlFile;
import ai.kompl.kit.SubgraphDefinition;
import ai.kompl.kit.SubgraphModule;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.regops.control.ControlCommands;
import ai.kompl.regops.control.ControlErasure;
import ai.kompl.regops.control.ControlLedger;
import ai.kompl.regops.control.ControlLoaders;
import ai.kompl.regops.control.ControlQueries;
import ai.kompl.regops.control.ControlStore;
import ai.kompl.regops.coverage.CoverageCommands;
import ai.kompl.regops.coverage.CoverageQueries;
import ai.kompl.regops.coverage.CoverageRecord;
import ai.kompl.regops.coverage.CoverageStore;
import ai.kompl.regops.deletion.DeletionBook;
import ai.kompl.regops.deletion.Disposal;
import ai.kompl.regops.framework.FrameworkCommands;
import ai.kompl.regops.framework.FrameworkErasure;
import ai.kompl.regops.framework.FrameworkLoaders;
import ai.kompl.regops.framework.FrameworkQueries;
import ai.kompl.regops.framework.FrameworkVersionErasure;
import ai.kompl.regops.imports.ImportCommands;
import ai.kompl.regops.imports.ImportHandler;
import ai.kompl.regops.imports.ImportQueries;
import ai.kompl.regops.imports.ImportSettings;
import ai.kompl.regops.repetition.IdempotencyKeys;
import ai.kompl.regops.requirement.RequirementLoaders;
import ai.kompl.regops.requirement.RequirementQueries;
import ai.kompl.tenancy.data.JobHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Joins the aggregates of regops to a subgraph. */
public final class RegopsSubgraph implements SubgraphModule {

  /** Its name in the supergraph. */
  public static final String NAME = "regops";

  /** How long what is deleted can be restored, unless it is said otherwise. */
  public static final Duration KEEP_DELETED = Duration.ofDays(30);

  private static final Duration LOOK_AGAIN = Duration.ofDays(1);

  private final ImportSettings imports;
  private final Duration keepDeleted;
  private final Supplier<UUID> ids;

  /** With the default settings of imports and random ids. */
  public RegopsSubgraph() {
    this(ImportSettings.DEFAULT, KEEP_DELETED, UUID::randomUUID);
  }

  /**
   * With settings of its own.
   *
   * @param keepDeleted how long what is deleted can be restored
   */
  public RegopsSubgraph(ImportSettings imports, Duration keepDeleted, Supplier<UUID> ids) {
    this.imports = imports;
    this.keepDeleted = keepDeleted;
    this.ids = ids;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SubgraphDefinition open(SubgraphServices services) {
    Map<String, JobHandler> jobs =
        Map.of(
            ImportHandler.KIND,
            new ImportHandler(
                services.tenants(), services.objects(), imports, services.clock(), ids),
            Disposal.KIND,
            new Disposal(
                services.tenants(),
                List.of(
                    new FrameworkVersionErasure(), new FrameworkErasure(), new ControlErasure()),
                LOOK_AGAIN));
    var resolvers =
        Resolvers.builder().addAll(queries(services)).addAll(commands(services)).build();
    return new SubgraphDefinition(NAME, SdlFile.read(RegopsSubgraph.class, NAME), resolvers)
        .withJobs(jobs)
        .withConsumers(List.of(CoverageRecord.consumer()));
  }

  private static Resolvers queries(SubgraphServices services) {
    var database = services.tenants();
    var frameworks = new FrameworkLoaders(database, services.cache());
    return Resolvers.builder()
        .addAll(new FrameworkQueries(database, frameworks).resolvers())
        .addAll(
            new RequirementQueries(new RequirementLoaders(database, services.cache()), frameworks)
                .resolvers())
        .addAll(
            new ControlQueries(database, new ControlLoaders(database, services.cache()))
                .resolvers())
        .addAll(new CoverageQueries(database, new CoverageStore()).resolvers())
        .addAll(new ImportQueries(database, frameworks).resolvers())
        .build();
  }

  private Resolvers commands(SubgraphServices services) {
    var database = services.tenants();
    var clock = services.clock();
    var controls = new ControlStore();
    var ledger = new ControlLedger(controls, clock);
    var book = new DeletionBook(keepDeleted);
    return Resolvers.builder()
        .addAll(
            new ControlCommands(database, controls, ledger, book, new IdempotencyKeys(clock))
                .resolvers())
        .addAll(new FrameworkCommands(database, book, clock).resolvers())
        .addAll(new CoverageCommands(database, clock, ids).resolvers())
        .addAll(new ImportCommands(database, clock, ids).resolvers())
        .build();
  }
}
