package ai.kompl.local;

import ai.kompl.tenancy.cache.ValueSeal;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.FieldCipher;
import ai.kompl.tenancy.vault.FieldPlace;
import ai.kompl.tenancy.vault.key.UnreadableException;
import java.util.Optional;

/** Seals cached values under the tenant's own key: what is in Redis ends with it. */
record TenantKeySeal(FieldCipher cipher) implements ValueSeal {
  private static final String PURPOSE = "cache.value";

  @Override
  public byte[] seal(TenantId tenant, String place, byte[] plain) {
    return cipher.encrypt(new FieldPlace(tenant, PURPOSE, place), plain);
  }

  @Override
  public Optional<byte[]> open(TenantId tenant, String place, byte[] sealed) {
    try {
      return Optional.of(cipher.decrypt(new FieldPlace(tenant, PURPOSE, place), sealed));
    } catch (UnreadableException | ProblemException e) {
      return Optional.empty();
    }
  }
}
