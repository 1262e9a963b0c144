package ai.kompl.tenancy.vault.key;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Keys for tests, with a store, a master key file and a clock that stands still until moved. */
public final class TestKeys implements InstantSource {
  private final MemoryKeyStore store = new MemoryKeyStore();
  private final MasterKeyFile masters;
  private Instant now = Instant.parse("2026-11-23T04:00:00Z");

  public TestKeys(Path folder) {
    this.masters = MasterKeyFile.openOrCreate(folder.resolve("master-key"), new SecureRandom());
  }

  public MemoryKeyStore store() {
    return store;
  }

  public MasterKeyFile masters() {
    return masters;
  }

  /** The keys as one process sees them; each call is another process. */
  public TenantKeys process() {
    return new TenantKeys(store, masters, this, new SecureRandom(), TenantKeys.LONGEST);
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
