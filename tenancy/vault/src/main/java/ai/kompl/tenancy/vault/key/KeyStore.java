package ai.kompl.tenancy.vault.key;

import ai.kompl.tenancy.caller.TenantId;
import java.util.List;

/** Where wrapped keys are kept, the same for all processes. */
public interface KeyStore {
  /**
   * What is kept of a tenant's keys for one purpose.
   *
   * @param keys by rising version; empty when there never was one
   * @param destroyed whether the tenant's keys were destroyed for good
   * @param derivedBefore whether the tenant has data from before keys were kept here, encrypted
   *     under keys derived from the master key
   */
  record Kept(List<WrappedKey> keys, boolean destroyed, boolean derivedBefore) {
    public Kept {
      keys = List.copyOf(keys);
    }
  }

  /**
   * The keys of a tenant for one purpose.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the store does not answer
   */
  Kept find(TenantId tenant, String purpose);

  /**
   * Keeps a new key, unless there is one of that name or the tenant's keys were destroyed.
   *
   * @return whether it is kept now
   */
  boolean add(WrappedKey key);
}
