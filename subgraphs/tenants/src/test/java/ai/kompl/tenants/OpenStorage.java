package ai.kompl.tenants;

import ai.kompl.embedded.TestObjectStorage;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.TenantExports;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.vault.ObjectStoreSettings;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** A bucket of its own with the keys for what is kept in it. */
record OpenStorage(MasterKeyFile masters, S3ObjectStore objects) implements AutoCloseable {
  static OpenStorage start(DataPlatform data) {
    try {
      Path folder = Files.createTempDirectory("kompl-exports-");
      var random = new SecureRandom();
      MasterKeyFile masters = MasterKeyFile.openOrCreate(folder.resolve("key"), random);
      var keys =
          new TenantKeys(
              data.keyStore(), masters, InstantSource.system(), random, TenantKeys.LONGEST);
      keys.current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE);
      TestObjectStorage storage = TestObjectStorage.shared();
      var settings =
          new ObjectStoreSettings(
              storage.server().endpoint(),
              "us-east-1",
              storage.createBucket(),
              new ObjectStoreSettings.Credentials(
                  storage.server().accessKey(), storage.server().secret()),
              folder.resolve("spool"));
      return new OpenStorage(masters, S3ObjectStore.open(settings, keys, random));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TenantExports exports(DataPlatform data) {
    return data.exports(masters, objects);
  }

  @Override
  public void close() {
    objects.close();
  }
}
