package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.caller.TenantId;
import java.util.Optional;

/** Encrypts what leaves this process for Redis, under the key of the tenant. */
public interface ValueSeal {
  /**
   * Seals a value for its place.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException when the tenant's key cannot be had
   */
  byte[] seal(TenantId tenant, String place, byte[] plain);

  /** Opens it; empty when it was sealed for another tenant or place, was changed, or has no key. */
  Optional<byte[]> open(TenantId tenant, String place, byte[] sealed);
}
