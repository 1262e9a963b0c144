package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.SealedFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Stored files in memory; the real storage has tests of its own. */
final class MemoryFiles implements SealedFiles {
  private final Map<String, byte[]> files = new TreeMap<>();

  void put(Tenant tenant, String name, String text) {
    files.put(tenant.id() + " " + name, text.getBytes(StandardCharsets.UTF_8));
  }

  String text(Tenant tenant, String name) {
    byte[] bytes = files.get(tenant.id() + " " + name);
    return new String(Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
  }

  void clear(Tenant tenant) {
    files.keySet().removeIf(key -> key.startsWith(tenant.id() + " "));
  }

  @Override
  public List<String> names(TenantId tenant) {
    return files.keySet().stream()
        .filter(key -> key.startsWith(tenant + " "))
        .map(key -> key.substring(key.indexOf(' ') + 1))
        .toList();
  }

  @Override
  public void remove(TenantId tenant, String name) {
    files.remove(tenant + " " + name);
  }

  @Override
  public Optional<Sealed> open(TenantId tenant, String name) {
    return Optional.ofNullable(files.get(tenant + " " + name))
        .map(bytes ->
            new Sealed(new ByteArrayInputStream(bytes), bytes.length, Map.of("kind", "test")));
  }

  @Override
  public void put(TenantId tenant, String name, Sealed file) throws IOException {
    files.put(tenant + " " + name, file.bytes().readAllBytes());
  }
}
