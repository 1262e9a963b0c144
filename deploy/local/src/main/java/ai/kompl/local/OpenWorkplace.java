package ai.kompl.local;

import ai.kompl.local.verify.durability.Workplace;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.events.RedisEvents;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A workplace of the durability proof, made of the product's own parts. Not thread-safe. */
final class OpenWorkplace implements Workplace {
  private final Backend backend;
  private final List<String> subgraphs;
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private Optional<DataPlatform> data = Optional.empty();
  private Optional<MasterKeyHolder> masters = Optional.empty();
  private Optional<TenantKeys> keys = Optional.empty();
  private Optional<S3ObjectStore> objects = Optional.empty();
  private Optional<RedisEvents> events = Optional.empty();

  OpenWorkplace(Backend backend, List<String> subgraphs) {
    this.backend = backend;
    this.subgraphs = List.copyOf(subgraphs);
  }

  @Override
  public DataPlatform data() {
    if (data.isEmpty()) {
      DataPlatform opened = backend.data(subgraphs);
      closing.push(opened::close);
      data = Optional.of(opened);
    }
    return data.get();
  }

  @Override
  public MasterKeyHolder masters() {
    if (masters.isEmpty()) {
      masters = Optional.of(backend.masters(data()));
    }
    return masters.get();
  }

  @Override
  public TenantKeys keys() {
    if (keys.isEmpty()) {
      TenantKeys opened = backend.keys(data(), masters());
      opened.current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE);
      keys = Optional.of(opened);
    }
    return keys.get();
  }

  @Override
  public S3ObjectStore objects() {
    if (objects.isEmpty()) {
      S3ObjectStore opened = backend.objects(keys());
      closing.push(opened::close);
      objects = Optional.of(opened);
    }
    return objects.get();
  }

  @Override
  public RedisEvents events() {
    if (events.isEmpty()) {
      RedisEvents opened = backend.events();
      closing.push(opened::close);
      events = Optional.of(opened);
    }
    return events.get();
  }

  @Override
  public AuditSigner signer() {
    return Backend.auditSigner(keys());
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
