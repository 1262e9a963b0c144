package ai.kompl.tenancy.data;

import ai.kompl.tenancy.cache.CacheEpochs;
import ai.kompl.tenancy.caller.access.AccessJournal;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.events.EventGroups;
import ai.kompl.tenancy.events.EventPublisher;
import ai.kompl.tenancy.vault.FieldCipher;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.SealedFiles;
import ai.kompl.tenancy.vault.key.KeyStore;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import ai.kompl.tenancy.vault.key.TenantKeys;
import ai.kompl.tenancy.vault.key.WrappedKey;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The data of one process: its pools, its shared tables and those of the tenants, its relay and its
 * workers. Opening it brings the database up to what the process needs.
 */
public final class DataPlatform implements AutoCloseable {
  /** How often is looked whether a day has begun. */
  private static final Duration NEW_DAY = Duration.ofMinutes(10);

  private final HikariDataSource service;
  private final OwnerDatabase owner;
  private final TenantUpgrades upgrades;
  private final RoleTransactions transactions;
  private final StaleReads replicas;
  private final StatementCount count = new StatementCount();
  private final CommitSignal committed = new CommitSignal();
  private volatile ChangeWatch watch = ChangeWatch.NONE;
  private final InstantSource clock;
  private final String appUser;
  private final TenantRegistry registry;
  private final TenantStates states;
  private final LicenceGate licences;
  private final DbClient client;
  private final List<OutboxRelay> relays = new CopyOnWriteArrayList<>();
  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final List<Consumption> consumers = new CopyOnWriteArrayList<>();
  private final List<AuditSealer> sealers = new CopyOnWriteArrayList<>();
  private final List<ObjectSweeper> sweepers = new CopyOnWriteArrayList<>();
  private final List<SegmentJournal> journals = new CopyOnWriteArrayList<>();
  private final List<ApiMeter> meters = new CopyOnWriteArrayList<>();
  private final List<TenantPurger> purgers = new CopyOnWriteArrayList<>();
  private final List<PartitionKeeper> keepers = new CopyOnWriteArrayList<>();

  private DataPlatform(
      DatabaseSettings settings, InstantSource clock, RandomGenerator random, CommitEdges edges) {
    this.clock = clock;
    this.appUser = settings.app().user();
    this.owner = new OwnerDatabase(ConnectionPools.owner(settings), edges);
    this.service = ConnectionPools.service(settings);
    this.upgrades =
        new TenantUpgrades(new TenantMigrations(owner), UpgradeSettings.defaults(), clock);
    var shares =
        new TenantShares(settings.rules().shareOf(settings.poolSize()), settings.timeout(), clock);
    this.transactions = new RoleTransactions(service, shares, count, clock).with(edges);
    this.replicas = replicas(settings);
    this.licences = new LicenceGate(transactions, clock);
    this.client = new ServicePool(service).client();
    this.states = new TenantStates(owner, committed, appUser, clock);
    this.registry =
        new OwnedTenantRegistry(
            owner,
            transactions,
            new OwnedTenantRegistry.Provisioner(committed, appUser, states, clock, random));
  }

  private StaleReads replicas(DatabaseSettings settings) {
    List<Replica> known =
        settings.addresses().replicas().stream()
            .map(url -> new Replica(settings, url, count, clock))
            .toList();
    return known.isEmpty()
        ? StaleReads.NONE
        : new ReplicaReads(known, new PrimaryLog(transactions));
  }

  /**
   * Connects, makes or upgrades the shared tables, registers the scripts of the tenants' tables and
   * starts to bring tenants up to date that are behind; it does not wait for that.
   *
   * @param subgraphs the subgraphs of this process
   * @param random where tenant ids come from: a secure one
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the database cannot be
   *     reached
   * @throws IllegalStateException when the server is too old or a released script was changed
   */
  public static DataPlatform open(
      DatabaseSettings settings,
      List<SubgraphMigrations> subgraphs,
      InstantSource clock,
      RandomGenerator random) {
    return open(settings, subgraphs, clock, random, CommitEdges.NONE);
  }

  /** The same with something at the edges of all commits, for the proof of durability. */
  public static DataPlatform open(
      DatabaseSettings settings,
      List<SubgraphMigrations> subgraphs,
      InstantSource clock,
      RandomGenerator random,
      CommitEdges edges) {
    var platform = new DataPlatform(settings, clock, random, edges);
    boolean opened = false;
    try {
      var partitions = new MonthlyPartitions(platform.owner, clock);
      new PlatformMigrations(platform.owner, settings, partitions).run(subgraphs);
      platform.keepPartitions(new PartitionKeeper(partitions, NEW_DAY, clock));
      platform.upgrades.start(subgraphs);
      opened = true;
      return platform;
    } finally {
      if (!opened) {
        platform.close();
      }
    }
  }

  private void keepPartitions(PartitionKeeper keeper) {
    keeper.start();
    keepers.add(keeper);
  }

  /** Tells somebody of every change of a tenant's data from now on, before it is acknowledged. */
  public void watchChanges(ChangeWatch watcher) {
    watch = watcher;
  }

  /** What all processes on this database agree on about their caches. */
  public CacheEpochs cacheEpochs() {
    return new StoredCacheEpochs(owner);
  }

  /** The way to the tenants' tables of all subgraphs of this process. */
  public TenantDatabase tenantDatabase() {
    return tenantDatabase(upgrades.gate(), licences);
  }

  /**
   * The way to the tenants' tables of one subgraph of this process. A tenant for whom these are
   * behind waits or is refused (TENANT_UPGRADING, TENANT_UPGRADE_FAILED); those of the other
   * subgraphs do not matter.
   */
  public TenantDatabase tenantDatabase(String subgraph) {
    return tenantDatabase(upgrades.gate(List.of(subgraph)), licences);
  }

  private TenantDatabase tenantDatabase(TenantGate gate, WriteGate writing) {
    return new RoleTenantDatabase(
        new RoleTenantDatabase.Ways(transactions, replicas),
        committed,
        clock,
        new RoleTenantDatabase.Gates(gate, writing),
        () -> watch);
  }

  /** The way to the shared tables of a subgraph of this process. */
  public PlatformDatabase platformDatabase(String subgraph) {
    return new RolePlatformDatabase(
        transactions, DatabaseRole.ofSubgraph(subgraph), committed, clock);
  }

  /**
   * The audit trails of the tenants.
   *
   * @param signer the product's key, the same in all its processes
   */
  public AuditTrails auditTrails(AuditSigner signer) {
    return new AuditTrails(
        new Trails(tenantDatabase(TenantGate.OPEN, WriteGate.OPEN), owner, transactions),
        signer,
        clock);
  }

  /** Starts to make checkpoints of all audit trails, until this platform is closed. */
  public void startSealing(AuditSigner signer, AuditSealing rhythm) {
    var sealer = new AuditSealer(new AuditSeals(transactions, signer, clock), rhythm, clock);
    sealer.start();
    sealers.add(sealer);
  }

  /**
   * Starts to keep what callers ask for and are shown in their tenants' audit trails, and to count
   * it for their plans, until this platform is closed.
   *
   * @param rhythm how often; at most so much is lost when the process is killed
   */
  public AccessJournal startJournal(Duration rhythm) {
    TenantDatabase open = tenantDatabase(TenantGate.OPEN, WriteGate.OPEN);
    var journal = new SegmentJournal(open, new SegmentWriters(transactions, open), clock, rhythm);
    journal.start();
    journals.add(journal);
    var meter = new ApiMeter(journal, transactions, clock, rhythm);
    meter.start();
    meters.add(meter);
    return meter;
  }

  /**
   * Backups of single tenants.
   *
   * @param masters who holds the master key
   * @param files the stored files
   * @throws IllegalStateException before the platform has a key to sign with
   */
  public TenantArchives archives(MasterKeyHolder masters, SealedFiles files) {
    WrappedKey own =
        keyStore().find(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE).keys().stream()
            .max(Comparator.comparingInt(key -> key.name().version()))
            .orElseThrow(() -> new IllegalStateException("the platform has no key to sign with"));
    return new TenantArchives(
        new TenantArchives.Parts(
            owner, replicas, new TenantArchives.Around(committed, appUser, clock)),
        new ArchiveSeal(masters, own),
        new ArchivedFiles(files));
  }

  /** The exports that tenants have made of what they own. */
  public TenantExports exports(MasterKeyHolder masters, S3ObjectStore objects) {
    return new TenantExports(
        tenantDatabase(TenantGate.OPEN, WriteGate.OPEN),
        () -> archives(masters, objects.sealedFiles()),
        objects,
        clock);
  }

  /** Where the tenants' wrapped keys are kept. */
  public KeyStore keyStore() {
    return new StoredKeys(transactions);
  }

  /** What is done with the tenants' keys besides using them. */
  public KeyCustody keyCustody() {
    return new KeyCustody(owner, clock);
  }

  /** Brings encrypted columns of tenants under their newest keys. */
  public KeyRotation keyRotation(FieldCipher cipher) {
    return new KeyRotation(owner, cipher);
  }

  /** The records of the files in that storage. */
  public StoredObjects storedObjects(S3ObjectStore objects) {
    return storedObjects(objects, clock);
  }

  /** The same at another time. */
  StoredObjects storedObjects(S3ObjectStore objects, InstantSource at) {
    return new StoredObjects(tenantDatabase(), transactions, objects, at);
  }

  /** Starts to sweep files without a record from that storage, until this platform is closed. */
  public void startSweeping(S3ObjectStore objects) {
    var sweeper = new ObjectSweeper(storedObjects(objects), registry);
    sweeper.start();
    sweepers.add(sweeper);
  }

  /** The tenants. */
  public TenantRegistry registry() {
    return registry;
  }

  /**
   * The closing of tenants.
   *
   * @param grace the shortest time between its beginning and the purge
   */
  public TenantOffboarding offboarding(Duration grace) {
    return offboarding(grace, clock);
  }

  /** The same at another time. */
  TenantOffboarding offboarding(Duration grace, InstantSource at) {
    return new TenantOffboarding(
        new TenantOffboarding.Parts(owner, transactions, states, committed), grace, at);
  }

  /**
   * The removal of tenants whose grace period is over.
   *
   * @param files the stored files
   * @param signer signs the certificates; the product's key, as for the audit trails
   */
  public TenantPurge purge(SealedFiles files, AuditSigner signer) {
    return purge(files, signer, clock, _ -> {});
  }

  /** The same at another time, and telling of each step. */
  TenantPurge purge(
      SealedFiles files, AuditSigner signer, InstantSource at, Consumer<TenantPurge.Step> reached) {
    return new TenantPurge(
        new TenantPurge.Parts(owner, states, new AuditSeals(transactions, signer, at), committed),
        files,
        at,
        reached);
  }

  /** Starts to remove tenants whose time has come, until this platform is closed. */
  public void startPurging(TenantPurge purge) {
    var purger = new TenantPurger(purge, clock);
    purger.start();
    purgers.add(purger);
  }

  /** What was sent to the database so far. */
  public StatementCount statements() {
    return count;
  }

  /** How far this process is with bringing tenants up to date. */
  public UpgradeReport upgrades() {
    return upgrades.report();
  }

  /**
   * Looks again which tenants are behind, tries those in quarantine once more, and waits until
   * nothing is left to try.
   *
   * @param most the longest wait; the report says who still waits then
   */
  public UpgradeReport upgradeTenants(Duration most) {
    return upgrades.retry(most);
  }

  /** Starts to carry events from the outbox to the publisher, until this platform is closed. */
  public void startRelay(EventPublisher publisher) {
    var relay = new OutboxRelay(transactions, publisher, committed.events());
    relay.start();
    relays.add(relay);
  }

  /**
   * Starts to apply events, each once and in order, until this platform is closed.
   *
   * @param groups how the carrier shares events among processes
   */
  public void startConsumer(
      EventConsumer consumer, EventGroups groups, ConsumerSettings consumerSettings) {
    var from =
        new Consumption.Sources(
            tenantDatabase(consumer.subgraph()),
            new EventDeliveries(transactions, consumer),
            groups.join(consumer.group()));
    var consumption = new Consumption(consumer, consumerSettings, from, InstantSource.system());
    consumption.start();
    consumers.add(consumption);
  }

  /** What the consumers of events have left to do. */
  public EventBacklog eventBacklog() {
    return new EventBacklog(transactions, owner, clock);
  }

  /**
   * Starts to work on the background jobs of a subgraph, until it or this platform is closed.
   *
   * @param handlers by the kind of job, such as {@code regops.import}
   */
  public Worker startWorker(
      String subgraph, Map<String, JobHandler> handlers, WorkerSettings settings) {
    var leases = new JobLeases(transactions, subgraph, settings, () -> upgrades.behind(subgraph));
    var worker = new Worker(leases, handlers, settings, committed.addWorker());
    worker.start();
    workers.add(worker);
    return worker;
  }

  /** Whether the database answers now. */
  public boolean reachable() {
    try {
      return client.execute().get("select 1 as alive").isPresent();
    } catch (DbClientException e) {
      System.getLogger(DataPlatform.class.getName())
          .log(System.Logger.Level.WARNING, "database-away", e);
      return false;
    }
  }

  /** Stops the consumers, the workers and the relay, then closes the connections. */
  @Override
  public void close() {
    consumers.forEach(Consumption::close);
    workers.forEach(Worker::close);
    relays.forEach(OutboxRelay::close);
    meters.forEach(ApiMeter::close);
    journals.forEach(SegmentJournal::close);
    sealers.forEach(AuditSealer::close);
    sweepers.forEach(ObjectSweeper::close);
    purgers.forEach(TenantPurger::close);
    upgrades.close();
    keepers.forEach(PartitionKeeper::close);
    replicas.close();
    service.close();
    owner.pool().close();
  }

  /** What the audit trails are read, erased and sealed through. */
  record Trails(TenantDatabase database, OwnerDatabase owner, RoleTransactions transactions) {}
}
