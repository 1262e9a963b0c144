package ai.kompl.regops.imports;

import ai.kompl.regops.MemoryFiles;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A worker process that stops in the middle of an import and waits to be killed. */
final class ImportVictim {

  /** Begin, the catalogue itself, and progress at 0, 250 and 500 rows come before it. */
  private static final int STOP_AT_WRITE = 6;

  private ImportVictim() {}

  /** Arguments: address, owner, password, tenant, file. */
  public static void main(String[] args) throws IOException {
    var files = new MemoryFiles();
    files.keep(new TenantId(args[3]), Files.readAllBytes(Path.of(args[4])));
    DataPlatform data = RegopsPlatform.open(RegopsPlatform.settings(args[0], args[1], args[2]));
    var database = new StoppingDatabase(data.tenantDatabase());
    var handler =
        new ImportHandler(
            database, files, ImportSettings.DEFAULT, InstantSource.system(), UUID::randomUUID);
    data.startWorker("regops", Map.of(ImportHandler.KIND, handler), RegopsPlatform.WORKERS);
    while (true) {
      LockSupport.park();
    }
  }

  private record StoppingDatabase(TenantDatabase inner, AtomicInteger writes)
      implements TenantDatabase {

    StoppingDatabase(TenantDatabase inner) {
      this(inner, new AtomicInteger());
    }

    @Override
    public <T> T read(Caller caller, TenantWork<T> work) {
      return inner.read(caller, work);
    }

    @Override
    public <T> T write(Caller caller, TenantWork<T> work) {
      if (writes.incrementAndGet() == STOP_AT_WRITE) {
        System.out.println("HALF");
        while (true) {
          LockSupport.park();
        }
      }
      return inner.write(caller, work);
    }
  }
}
