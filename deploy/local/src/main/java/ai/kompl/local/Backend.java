package ai.kompl.local;

import ai.kompl.regops.imports.ImportSettings;
import ai.kompl.tenancy.cache.CacheSettings;
import ai.kompl.tenancy.cache.RedisCacheServer;
import ai.kompl.tenancy.cache.TenantCaches;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.data.CommitEdges;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings;
import ai.kompl.tenancy.data.DatabaseSettings.Login;
import ai.kompl.tenancy.data.PoolRules;
import ai.kompl.tenancy.data.SubgraphMigrations;
import ai.kompl.tenancy.data.TenantExports;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.events.RedisEvents;
import ai.kompl.tenancy.vault.FieldCipher;
import ai.kompl.tenancy.vault.ObjectStoreSettings;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.content.ClamdScan;
import ai.kompl.tenancy.vault.content.VirusScan;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Opens what processes of the product work with, from complete settings. */
final class Backend {
  /** How often requests and readings are written; so much is lost when a process is killed. */
  static final Duration JOURNAL = Duration.ofSeconds(2);

  private static final Duration SCAN_PATIENCE = Duration.ofSeconds(30);

  private final Settings settings;
  private final Path spool;
  private final SecureRandom random = new SecureRandom();
  private final int rowsPerStatement;
  private final CommitEdges edges;

  /** With settings that name every server and secret, and a folder for uploads on their way. */
  Backend(Settings settings, Path spool) {
    this(settings, spool, ImportSettings.DEFAULT.rowsPerStatement());
  }

  /** The same with other batches of imports. */
  Backend(Settings settings, Path spool, int rowsPerStatement) {
    this(settings, spool, rowsPerStatement, CommitEdges.NONE);
  }

  private Backend(Settings settings, Path spool, int rowsPerStatement, CommitEdges edges) {
    this.settings = settings;
    this.spool = spool;
    this.rowsPerStatement = rowsPerStatement;
    this.edges = edges;
  }

  /** The same with something at the edges of all commits. */
  Backend with(CommitEdges chosen) {
    return new Backend(settings, spool, rowsPerStatement, chosen);
  }

  /** How imports are done: what could be uploaded can be imported. */
  ImportSettings imports() {
    return ImportSettings.DEFAULT
        .withMaxBytes(settings.get(PlatformKeys.UPLOAD_LIMIT))
        .withRowsPerStatement(rowsPerStatement);
  }

  /** How long what is deleted can be restored. */
  Duration keepDeleted() {
    return settings.get(PlatformKeys.KEEP_DELETED);
  }

  /** How long the closing of an organization can be cancelled at least. */
  Duration offboardingGrace() {
    return settings.get(PlatformKeys.OFFBOARDING_GRACE);
  }

  Settings settings() {
    return settings;
  }

  InstantSource clock() {
    return InstantSource.system();
  }

  SecureRandom random() {
    return random;
  }

  /**
   * The tenants' keys, kept in that database under the master key of the settings.
   *
   * @throws IllegalStateException saying what is wrong with the master key
   */
  TenantKeys keys(DataPlatform data) {
    return keys(data, masters(data));
  }

  /** The same under that master key. */
  TenantKeys keys(DataPlatform data, MasterKeyHolder masters) {
    var keys = new TenantKeys(data.keyStore(), masters, clock(), random, TenantKeys.LONGEST);
    keys.check();
    return keys;
  }

  /** Who holds the master key. */
  MasterKeyHolder masters(DataPlatform data) {
    return MasterKeys.open(settings, data.keyCustody(), random);
  }

  /** Signs what is stated about the audit trails; the same in all processes of the product. */
  static AuditSigner auditSigner(TenantKeys keys) {
    return AuditSigner.of(keys.current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE).secret());
  }

  /** The exports that organizations have made; the platform's keys have to be there. */
  TenantExports exports(DataPlatform data, S3ObjectStore objects) {
    return data.exports(masters(data), objects);
  }

  RedisEvents events() {
    return RedisEvents.open(settings.get(PlatformKeys.REDIS_URL));
  }

  /** The caches of this process, over the settings' Redis. */
  TenantCaches caches(DataPlatform data, TenantKeys keys) {
    URI address =
        settings.find(PlatformKeys.CACHE_REDIS_URL).orElse(settings.get(PlatformKeys.REDIS_URL));
    var cacheSettings = CacheSettings.withLocal(settings.get(PlatformKeys.CACHE_LOCAL_SIZE));
    return TenantCaches.open(
        RedisCacheServer.at(address, cacheSettings.times().patience()),
        data.cacheEpochs(),
        new TenantKeySeal(new FieldCipher(keys, random)),
        cacheSettings,
        random);
  }

  /** Where this process remembers what it used most. */
  Path hotKeys(List<String> subgraphs) {
    return spool.resolveSibling("cache-" + String.join("-", subgraphs));
  }

  S3ObjectStore objects(TenantKeys keys) {
    var credentials =
        new ObjectStoreSettings.Credentials(
            settings.get(PlatformKeys.OBJECTS_ACCESS_KEY),
            settings.get(PlatformKeys.OBJECTS_SECRET_KEY));
    var where =
        new ObjectStoreSettings(
            settings.get(PlatformKeys.OBJECTS_URL),
            settings.get(PlatformKeys.OBJECTS_REGION),
            settings.get(PlatformKeys.OBJECTS_BUCKET),
            credentials,
            spool);
    try {
      return S3ObjectStore.open(where, keys, random).scannedBy(scanner());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the folder for uploads " + spool, e);
    }
  }

  private VirusScan scanner() {
    return settings
        .find(PlatformKeys.SCANNER_URL)
        .<VirusScan>map(address -> new ClamdScan(address, SCAN_PATIENCE))
        .orElseGet(VirusScan::none);
  }

  /** Connects to the database and brings it up to what the subgraphs need. */
  DataPlatform data(List<String> subgraphs) {
    ClassLoader loader = Backend.class.getClassLoader();
    List<SubgraphMigrations> migrations =
        subgraphs.stream().map(name -> new SubgraphMigrations(name, loader)).toList();
    return DataPlatform.open(database(), migrations, clock(), random, edges);
  }

  private DatabaseSettings database() {
    return new DatabaseSettings(
        addresses(),
        new Login(
            settings.get(PlatformKeys.DATABASE_USER), settings.get(PlatformKeys.DATABASE_PASSWORD)),
        new Login(
            settings.get(PlatformKeys.DATABASE_OWNER),
            settings.get(PlatformKeys.DATABASE_OWNER_PASSWORD)),
        settings.get(PlatformKeys.DATABASE_POOL_SIZE),
        settings.get(PlatformKeys.DATABASE_TIMEOUT),
        new PoolRules(
            settings.get(PlatformKeys.DATABASE_TENANT_SHARE),
            settings.get(PlatformKeys.DATABASE_CONNECTION_LIFE)));
  }

  private DatabaseSettings.Addresses addresses() {
    String service = settings.get(PlatformKeys.DATABASE_URL);
    return DatabaseSettings.Addresses.at(service)
        .withDirect(settings.find(PlatformKeys.DATABASE_DIRECT_URL).orElse(service))
        .withReplicas(settings.get(PlatformKeys.DATABASE_REPLICA_URLS));
  }
}
