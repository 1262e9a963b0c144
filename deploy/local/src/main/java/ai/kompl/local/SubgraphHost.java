package ai.kompl.local;

import ai.kompl.dataloaders.Cursors;
import ai.kompl.dataloaders.EventDrivenCache;
import ai.kompl.identity.Identity;
import ai.kompl.identity.IdentitySettings;
import ai.kompl.identity.key.KeyProtection;
import ai.kompl.kit.Subgraph;
import ai.kompl.kit.SubgraphDefinition;
import ai.kompl.kit.SubgraphLimits;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.regops.RegopsSubgraph;
import ai.kompl.tenancy.cache.TenantCaches;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.access.AccessJournal;
import ai.kompl.tenancy.data.AuditSealing;
import ai.kompl.tenancy.data.ConsumerSettings;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.data.TenantExports;
import ai.kompl.tenancy.data.TenantPurge;
import ai.kompl.tenancy.data.WorkerSettings;
import ai.kompl.tenancy.events.RedisEvents;
import ai.kompl.tenancy.vault.FieldCipher;
import ai.kompl.tenancy.vault.FieldPlace;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.key.TenantKeys;
import ai.kompl.tenants.Tenants;
import ai.kompl.tenants.configuration.SecretProtection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The subgraphs of one process, open over one database, with their background jobs and the outbox
 * relay running.
 */
final class SubgraphHost implements AutoCloseable {
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Map<String, Subgraph> subgraphs = new LinkedHashMap<>();
  private final Backend backend;
  private final DataPlatform data;
  private final RedisEvents events;
  private final TenantKeys keys;
  private final S3ObjectStore objects;
  private final Detours detours;
  private final AccessJournal journal;
  private final TenantCaches caches;
  private final EventDrivenCache cache;
  private Optional<Identity> identity = Optional.empty();
  private Optional<Tenants> tenants = Optional.empty();

  private SubgraphHost(Backend backend, List<String> names, Detours detours) {
    this.detours = detours;
    this.backend = backend;
    boolean opened = false;
    try {
      this.data = backend.data(names);
      closing.push(data::close);
      this.keys = backend.keys(data);
      this.events = backend.events();
      closing.push(events::close);
      this.objects = backend.objects(keys);
      closing.push(objects::close);
      this.journal = data.startJournal(Backend.JOURNAL);
      this.caches = backend.caches(data, keys);
      closing.push(caches::close);
      this.cache = new EventDrivenCache(caches);
      data.watchChanges(cache);
      opened = true;
    } finally {
      if (!opened) {
        closeAll();
      }
    }
  }

  /**
   * Opens the named subgraphs.
   *
   * @throws RuntimeException of the part that does not open; what had opened is closed again
   */
  static SubgraphHost open(Backend backend, List<String> names) {
    return open(backend, names, Detours.NONE);
  }

  /** The same with something in the way of files and jobs. */
  static SubgraphHost open(Backend backend, List<String> names, Detours detours) {
    var host = new SubgraphHost(backend, names, detours);
    boolean opened = false;
    try {
      names.forEach(host::start);
      host.cache.follow(host.events);
      host.closing.push(host.cache::close);
      host.caches.warmUp(backend.hotKeys(names));
      host.data.startRelay(host.events);
      host.data.startSweeping(host.objects);
      host.data.startPurging(host.purge());
      host.data.startSealing(Backend.auditSigner(host.keys), AuditSealing.defaults());
      opened = true;
      return host;
    } finally {
      if (!opened) {
        host.close();
      }
    }
  }

  private void start(String name) {
    SubgraphDefinition definition = definition(name, services(name));
    var cursors = new Cursors(keys.current(TenantKeys.PLATFORM, "cursors").secret());
    Subgraph subgraph =
        Subgraph.start(definition, SubgraphLimits.DEFAULT, cursors, journal, backend.clock());
    closing.push(subgraph::close);
    subgraphs.put(name, subgraph);
    if (!definition.jobs().isEmpty()) {
      var jobs = new HashMap<String, JobHandler>();
      definition.jobs().forEach((kind, job) -> jobs.put(kind, detours.jobs().apply(job)));
      data.startWorker(name, jobs, WorkerSettings.defaults());
    }
    definition
        .consumers()
        .forEach(consumer -> data.startConsumer(consumer, events, ConsumerSettings.defaults()));
  }

  private SubgraphServices services(String name) {
    return new SubgraphServices(
            data.tenantDatabase(name),
            data.platformDatabase(name),
            data.registry(),
            detours.objects().apply(objects),
            backend.clock(),
            backend.random())
        .withCache(cache);
  }

  private SubgraphDefinition definition(String name, SubgraphServices services) {
    return switch (name) {
      case Identity.NAME -> {
        Identity opened =
            Identity.open(services, protection(), IdentitySettings.of(backend.settings()));
        closing.push(opened::close);
        identity = Optional.of(opened);
        yield opened.definition();
      }
      case Tenants.NAME -> {
        Tenants opened =
            Tenants.open(
                services,
                new Tenants.Faces(
                    data.auditTrails(Backend.auditSigner(keys)),
                    data.offboarding(backend.offboardingGrace()),
                    exports(),
                    secrets()));
        tenants = Optional.of(opened);
        yield opened.definition();
      }
      case RegopsSubgraph.NAME ->
          new RegopsSubgraph(backend.imports(), backend.keepDeleted(), UUID::randomUUID)
              .open(services);
      default -> throw new IllegalArgumentException("there is no subgraph " + name);
    };
  }

  /** The exports that organizations have made of what they own. */
  TenantExports exports() {
    return backend.exports(data, objects);
  }

  private KeyProtection protection() {
    var cipher = new FieldCipher(keys, backend.random());
    return new KeyProtection() {
      @Override
      public byte[] seal(String keyId, byte[] plain) {
        return cipher.encrypt(signingKey(keyId), plain);
      }

      @Override
      public byte[] open(String keyId, byte[] sealed) {
        return cipher.decrypt(signingKey(keyId), sealed);
      }

      @Override
      public boolean isOutdated(String keyId, byte[] sealed) {
        return cipher.isOutdated(signingKey(keyId), sealed);
      }
    };
  }

  private SecretProtection secrets() {
    var cipher = new FieldCipher(keys, backend.random());
    return new SecretProtection() {
      @Override
      public byte[] seal(TenantId tenant, String key, byte[] plain) {
        return cipher.encrypt(new FieldPlace(tenant, "tenants.setting", key), plain);
      }

      @Override
      public byte[] open(TenantId tenant, String key, byte[] sealed) {
        return cipher.decrypt(new FieldPlace(tenant, "tenants.setting", key), sealed);
      }
    };
  }

  private static FieldPlace signingKey(String keyId) {
    return new FieldPlace(TenantKeys.PLATFORM, "identity.signing-key", keyId);
  }

  /** The running subgraphs by name. */
  Map<String, Subgraph> subgraphs() {
    return Map.copyOf(subgraphs);
  }

  /** The running subgraph of that name. */
  Subgraph subgraph(String name) {
    Subgraph subgraph = subgraphs.get(name);
    if (subgraph == null) {
      throw new IllegalArgumentException("subgraph " + name + " is not in this process");
    }
    return subgraph;
  }

  /** The identity subgraph, when it is one of them. */
  Identity identity() {
    return identity.orElseThrow(() -> new IllegalStateException("identity is not in this process"));
  }

  /** The tenants subgraph, when it is one of them. */
  Tenants tenants() {
    return tenants.orElseThrow(() -> new IllegalStateException("tenants is not in this process"));
  }

  DataPlatform data() {
    return data;
  }

  /** Removes the organizations that were closed. */
  TenantPurge purge() {
    return data.purge(objects.sealedFiles(), Backend.auditSigner(keys));
  }

  /** Keeps what callers ask for and are shown. */
  AccessJournal journal() {
    return journal;
  }

  TenantCaches caches() {
    return caches;
  }

  RedisEvents events() {
    return events;
  }

  S3ObjectStore objects() {
    return objects;
  }

  /** Closes everything, the last opened first. */
  @Override
  public void close() {
    closeAll();
  }

  private void closeAll() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
