package ai.kompl.tenancy.caller.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The settings that processes of the platform share. */
public final class PlatformKeys {
  public static final SettingKey<String> DATABASE_URL =
      SettingKey.required(
          "database.url",
          SettingType.TEXT,
          "JDBC address of PostgreSQL 16 or newer; without it the embedded one is used.");
  public static final SettingKey<String> DATABASE_DIRECT_URL =
      SettingKey.required(
          "database.direct-url",
          SettingType.TEXT,
          "JDBC address of the server itself where `database.url` is a PgBouncer; for migrations,"
              + " provisioning and whole-tenant work, which hold sessions.");
  public static final SettingKey<List<String>> DATABASE_REPLICA_URLS =
      SettingKey.of(
          "database.replica-urls",
          SettingType.LIST,
          "",
          "JDBC addresses of streaming replicas, separated by commas; read where rows of a moment"
              + " ago will do.");
  public static final SettingKey<String> DATABASE_USER =
      SettingKey.of(
          "database.user",
          SettingType.TEXT,
          "kompl_app",
          "Login of the running services; owns nothing.");
  public static final SettingKey<String> DATABASE_PASSWORD =
      SettingKey.required("database.password", SettingType.TEXT, "Password of that login.")
          .asSecret();
  public static final SettingKey<String> DATABASE_OWNER =
      SettingKey.required(
          "database.owner",
          SettingType.TEXT,
          "Login that owns the schemas; used for migrations and provisioning only.");
  public static final SettingKey<String> DATABASE_OWNER_PASSWORD =
      SettingKey.required("database.owner-password", SettingType.TEXT, "Password of the owner.")
          .asSecret();
  public static final SettingKey<Integer> DATABASE_POOL_SIZE =
      SettingKey.of(
          "database.pool-size", SettingType.COUNT, "10", "Most connections of one process.");
  public static final SettingKey<Duration> DATABASE_TIMEOUT =
      SettingKey.of(
          "database.timeout",
          SettingType.DURATION,
          "3s",
          "Longest wait for a connection before the answer is UNAVAILABLE.");
  public static final SettingKey<Integer> DATABASE_TENANT_SHARE =
      SettingKey.of(
          "database.tenant-share",
          SettingType.COUNT,
          "5",
          "Most connections of one process that one tenant uses at once; a pool that is no larger"
              + " always keeps one for the others.");
  public static final SettingKey<Duration> DATABASE_CONNECTION_LIFE =
      SettingKey.of(
          "database.connection-life",
          SettingType.DURATION,
          "7m",
          "Longest life of a connection, 30s at least: it keeps memory for each tenant it has"
              + " served.");
  public static final SettingKey<Duration> KEEP_DELETED =
      SettingKey.of(
          "deletion.keep",
          SettingType.DURATION,
          "30d",
          "How long what is deleted can be restored before it is disposed of for good.");
  public static final SettingKey<Duration> OFFBOARDING_GRACE =
      SettingKey.of(
          "offboarding.grace",
          SettingType.DURATION,
          "30d",
          "How long at least the closing of an organization can be cancelled before it is purged.");
  public static final SettingKey<URI> REDIS_URL =
      SettingKey.required(
              "redis.url",
              SettingType.ADDRESS,
              "Address of Redis 7 or newer with its password; without it the embedded one is"
                  + " used.")
          .asSecret();
  public static final SettingKey<URI> CACHE_REDIS_URL =
      SettingKey.required(
              "cache.redis-url",
              SettingType.ADDRESS,
              "Address of the Redis that caches, one server or any node of a cluster, which may let"
                  + " go what it has not room for; without it the one of `redis.url`.")
          .asSecret();
  public static final SettingKey<Long> CACHE_LOCAL_SIZE =
      SettingKey.of(
          "cache.local-size",
          SettingType.BYTES,
          "16MiB",
          "Most memory of a process for cached values; one tenant uses a quarter of it at most.");
  public static final SettingKey<URI> OBJECTS_URL =
      SettingKey.required(
          "objects.url",
          SettingType.ADDRESS,
          "Endpoint of the S3 API; without it the embedded one is used.");
  public static final SettingKey<String> OBJECTS_REGION =
      SettingKey.of("objects.region", SettingType.TEXT, "us-east-1", "Region of the endpoint.");
  public static final SettingKey<String> OBJECTS_BUCKET =
      SettingKey.of("objects.bucket", SettingType.TEXT, "kompl", "Bucket; made when missing.");
  public static final SettingKey<String> OBJECTS_ACCESS_KEY =
      SettingKey.required("objects.access-key", SettingType.TEXT, "Access key of the bucket.")
          .asSecret();
  public static final SettingKey<String> OBJECTS_SECRET_KEY =
      SettingKey.required("objects.secret-key", SettingType.TEXT, "Secret key of the bucket.")
          .asSecret();
  public static final SettingKey<Long> UPLOAD_LIMIT =
      SettingKey.of(
          "uploads.max-size", SettingType.BYTES, "64MiB", "Largest file that is accepted.");
  public static final SettingKey<URI> SCANNER_URL =
      SettingKey.required(
          "uploads.scanner-url",
          SettingType.ADDRESS,
          "ClamAV's daemon as `clamd://host:port`; without it files are recorded as not scanned.");
  public static final SettingKey<Path> MASTER_KEY_FILE =
      SettingKey.required(
          "vault.master-key-file",
          SettingType.PATH,
          "File of the master key; made at the first start.");
  public static final SettingKey<URI> TRANSIT_URL =
      SettingKey.required(
          "vault.transit-url",
          SettingType.ADDRESS,
          "Address of HashiCorp Vault; with it the master key is held by its transit engine.");
  public static final SettingKey<String> TRANSIT_MOUNT =
      SettingKey.of(
          "vault.transit-mount", SettingType.TEXT, "transit", "Where Vault has that engine.");
  public static final SettingKey<String> TRANSIT_KEY =
      SettingKey.of(
          "vault.transit-key",
          SettingType.TEXT,
          "kompl",
          "The engine's key, of type aes256-gcm96.");
  public static final SettingKey<Path> TRANSIT_TOKEN_FILE =
      SettingKey.required(
          "vault.transit-token-file", SettingType.PATH, "File of Vault's token; read at each use.");
  public static final SettingKey<String> TOKEN_ISSUER =
      SettingKey.of(
          "tokens.issuer", SettingType.TEXT, "https://kompl.local", "Issuer of access tokens.");
  public static final SettingKey<String> TOKEN_AUDIENCE =
      SettingKey.of("tokens.audience", SettingType.TEXT, "kompl-api", "Audience of access tokens.");
  public static final SettingKey<Duration> TOKEN_LIFETIME =
      SettingKey.of(
          "tokens.lifetime", SettingType.DURATION, "15m", "How long an access token is valid.");
  public static final SettingKey<URI> TOKEN_KEYS_URL =
      SettingKey.required(
          "tokens.keys-url",
          SettingType.ADDRESS,
          "Where the issuer publishes its keys, for a router in a process of its own.");
  public static final SettingKey<String> INTERNAL_SECRET =
      SettingKey.required(
              "internal.secret",
              SettingType.TEXT,
              "Secret shared by router and subgraphs in processes of their own; at least 32"
                  + " characters.")
          .asSecret();

  private PlatformKeys() {}

  /** All of them, in the order of the table of settings. */
  public static SettingsCatalogue catalogue() {
    return SettingsCatalogue.of(
        DATABASE_URL,
        DATABASE_DIRECT_URL,
        DATABASE_REPLICA_URLS,
        DATABASE_USER,
        DATABASE_PASSWORD,
        DATABASE_OWNER,
        DATABASE_OWNER_PASSWORD,
        DATABASE_POOL_SIZE,
        DATABASE_TIMEOUT,
        DATABASE_TENANT_SHARE,
        DATABASE_CONNECTION_LIFE,
        KEEP_DELETED,
        OFFBOARDING_GRACE,
        REDIS_URL,
        CACHE_REDIS_URL,
        CACHE_LOCAL_SIZE,
        OBJECTS_URL,
        OBJECTS_REGION,
        OBJECTS_BUCKET,
        OBJECTS_ACCESS_KEY,
        OBJECTS_SECRET_KEY,
        UPLOAD_LIMIT,
        SCANNER_URL,
        MASTER_KEY_FILE,
        TRANSIT_URL,
        TRANSIT_MOUNT,
        TRANSIT_KEY,
        TRANSIT_TOKEN_FILE,
        TOKEN_ISSUER,
        TOKEN_AUDIENCE,
        TOKEN_LIFETIME,
        TOKEN_KEYS_URL,
        INTERNAL_SECRET);
  }
}
