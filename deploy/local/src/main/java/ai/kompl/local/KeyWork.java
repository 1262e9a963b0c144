package ai.kompl.local;

import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.KeyCustody;
import ai.kompl.tenancy.data.KeyRotation;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantState;
import ai.kompl.tenancy.vault.FieldCipher;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an operator does with the keys, each told in one line. */
final class KeyWork implements AutoCloseable {
  private final DataPlatform data;
  private final Backend backend;
  private final MasterKeyHolder masters;
  private final TenantKeys keys;

  KeyWork(Backend backend) {
    this.backend = backend;
    this.data = backend.data(List.of());
    boolean opened = false;
    try {
      this.masters = backend.masters(data);
      this.keys = backend.keys(data, masters);
      opened = true;
    } finally {
      if (!opened) {
        data.close();
      }
    }
  }

  List<String> status() {
    return Stream.concat(
            Stream.of("master key " + masters.currentId() + " in " + masters.place()),
            data.keyCustody().all().stream().map(KeyWork::line))
        .toList();
  }

  private static String line(KeyCustody.Held held) {
    String owner =
        held.tenant().equals(TenantKeys.PLATFORM) ? "platform" : held.tenant().toString();
    return "%-16s  %-24s version %d of %d kept, wrapped by %s"
        .formatted(owner, held.purpose(), held.newest(), held.versions(), held.master());
  }

  /** The platform's own keys stay: what they sign and tag would no longer be recognised. */
  String rotate(Optional<String> slug) {
    List<TenantId> tenants =
        slug.map(wanted -> List.of(tenant(wanted)))
            .orElseGet(() ->
                data.registry().all().stream().filter(KeyWork::hasKeys).map(Tenant::id).toList());
    var cipher = new FieldCipher(keys, backend.random());
    KeyRotation fields = data.keyRotation(cipher);
    int begun = 0;
    int values = 0;
    int files = 0;
    try (S3ObjectStore objects = backend.objects(keys)) {
      for (TenantId tenant : tenants) {
        begun += begin(tenant);
        values += fields.reencrypt(tenant);
        files += objects.reseal(tenant);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a file cannot be encrypted anew", e);
    }
    return "rotated organisations=%d keys=%d fields=%d files=%d"
        .formatted(tenants.size(), begun, values, files);
  }

  /** The keys of what was purged are destroyed, and not made again. */
  private static boolean hasKeys(Tenant tenant) {
    return tenant.state() != TenantState.PURGING && tenant.state() != TenantState.PURGED;
  }

  private TenantId tenant(String slug) {
    return data.registry()
        .findBySlug(slug)
        .filter(KeyWork::hasKeys)
        .map(Tenant::id)
        .orElseThrow(() ->
            new CommandFailure(
                Command.FAILED,
                "there is no organisation with the slug " + slug + ", or it was purged"));
  }

  private int begin(TenantId tenant) {
    List<KeyCustody.Held> held =
        data.keyCustody().all().stream().filter(key -> key.tenant().equals(tenant)).toList();
    held.forEach(key -> keys.rotate(tenant, key.purpose()));
    return held.size();
  }

  String rewrap() {
    return "rewrapped keys=%d master=%s"
        .formatted(data.keyCustody().rewrap(masters), masters.currentId());
  }

  String renewMaster() {
    if (!(masters instanceof MasterKeyFile file)) {
      throw new CommandFailure(
          Command.FAILED,
          "the master key in "
              + masters.place()
              + " is renewed there; then call ./kompl keys rewrap");
    }
    file.renew();
    return rewrap();
  }

  @Override
  public void close() {
    data.close();
  }
}
