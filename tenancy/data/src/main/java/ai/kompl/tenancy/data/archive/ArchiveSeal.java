package ai.kompl.tenancy.data.archive;

import ai.kompl.tenancy.data.audit.AuditPublicKey;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.vault.key.KeyName;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import ai.kompl.tenancy.vault.key.TenantKeys;
import ai.kompl.tenancy.vault.key.UnreadableException;
import ai.kompl.tenancy.vault.key.WrappedKey;

/**
 * Who signs archives, and who is believed. The signing key travels with the archive, wrapped under
 * the master key: whoever holds the master key can check an archive with nothing else left, and
 * nobody without it can make one.
 */
public final class ArchiveSeal {
  /** What the key that signs is for. */
  public static final String PURPOSE = "audit-trail";

  private final MasterKeyHolder masters;
  private final WrappedKey own;

  /**
   * A seal.
   *
   * @param own the platform's key for {@link #PURPOSE}
   */
  public ArchiveSeal(MasterKeyHolder masters, WrappedKey own) {
    this.masters = masters;
    this.own = own;
  }

  AuditSigner signer() {
    return AuditSigner.of(masters.unwrap(own));
  }

  /** What an archive says of its signer. */
  public ArchiveManifest.Signer told() {
    return new ArchiveManifest.Signer(own.name().version(), own.masterId(), own.text());
  }

  /** What an export says of its signer: the public key, with which anybody can check it. */
  public ArchiveManifest.Signer shown() {
    return new ArchiveManifest.Signer(own.name().version(), "", signer().publicKey().base64());
  }

  /**
   * The key that an archive must be signed with.
   *
   * @throws ArchiveException when this master key has not wrapped it
   */
  AuditPublicKey believed(ArchiveManifest.Signer told) {
    try {
      var name = new KeyName(TenantKeys.PLATFORM, PURPOSE, told.version());
      byte[] seed = masters.unwrap(new WrappedKey(name, told.master(), told.wrapped()));
      return AuditSigner.of(seed).publicKey();
    } catch (UnreadableException | IllegalArgumentException e) {
      throw new ArchiveException(
          "the archive was written under another master key than the one in "
              + masters.place()
              + ", or it was changed",
          e);
    }
  }
}
