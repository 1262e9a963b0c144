package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.archive.ArchiveFile;
import ai.kompl.tenancy.data.archive.ArchiveManifest.StoredFile;
import ai.kompl.tenancy.data.archive.ArchiveWriter;
import ai.kompl.tenancy.vault.SealedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The stored files of a tenant in its archive: as they are stored, under the tenant's keys. */
final class ArchivedFiles {
  /** Exports of the tenant hold nothing of their own, and grow from each to the next. */
  private static final String EXPORTS = "exports/";

  private final SealedFiles files;

  ArchivedFiles(SealedFiles files) {
    this.files = files;
  }

  List<StoredFile> write(TenantId tenant, ArchiveWriter archive) throws IOException {
    List<StoredFile> written = new ArrayList<>();
    for (String name : files.names(tenant)) {
      if (name.startsWith(EXPORTS)) {
        continue;
      }
      var sealed = files.open(tenant, name);
      if (sealed.isEmpty()) {
        // Swept away since it was listed, so nothing refers to it.
        continue;
      }
      try (SealedFiles.Sealed file = sealed.get()) {
        String sha256 = archive.part("files/" + name, file.bytes()::transferTo);
        written.add(new StoredFile(name, file.length(), sha256, file.metadata()));
      }
    }
    return written;
  }

  /** A file that is there already is replaced: it may be encrypted under a key of later. */
  void read(TenantId tenant, ArchiveFile archive) throws IOException {
    for (StoredFile file : archive.manifest().files()) {
      try (InputStream bytes = archive.part(file.part());
          var sealed = new SealedFiles.Sealed(bytes, file.bytes(), file.metadata())) {
        files.put(tenant, file.name(), sealed);
      }
    }
  }
}
