package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of tenants as they are stored, encrypted: for backups, which need not read them. */
public interface SealedFiles {
  /**
   * The names of all the tenant's files.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the storage does not answer
   */
  List<String> names(TenantId tenant);

  /** Opens a file; empty when there is none of that name any more. */
  Optional<Sealed> open(TenantId tenant, String name);

  /**
   * Puts a file in the place of what is there.
   *
   * @throws IllegalArgumentException when no file of a tenant can have that name
   * @throws IOException when the bytes cannot be read
   */
  void put(TenantId tenant, String name, Sealed file) throws IOException;

  /** Removes a file for good; one that is not there is no fault. */
  void remove(TenantId tenant, String name);

  /**
   * A file.
   *
   * @param bytes encrypted
   * @param length how many bytes there are
   * @param metadata what the storage keeps with them
   */
  record Sealed(InputStream bytes, long length, Map<String, String> metadata)
      implements AutoCloseable {
    /** Copies the map. */
    public Sealed {
      metadata = Map.copyOf(metadata);
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }
}
