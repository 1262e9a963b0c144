package ai.kompl.identity.key;

import ai.kompl.tenancy.caller.token.SigningKey;
import ai.kompl.tenancy.data.PlatformDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Keeps the key pair that signs access tokens. The private half is in the database, encrypted by
 * the vault, so that all processes sign with the same one and a copy of the database signs nothing.
 */
public final class SigningKeys {

  private final PlatformDatabase database;
  private final KeyProtection protection;
  private final InstantSource clock;

  /** Keys in that database, under that protection. */
  public SigningKeys(PlatformDatabase database, KeyProtection protection, InstantSource clock) {
    this.database = database;
    this.protection = protection;
    this.clock = clock;
  }

  /**
   * The key that signs now; made when there is none yet. Of two processes that make one at the same
   * time, the first to commit wins and both use its key.
   */
  public SigningKey current() {
    return find().orElseGet(this::make);
  }

  private Optional<SigningKey> find() {
    return database
        .read(transaction ->
            transaction.one(
                """
                select key_id, private_key from public.identity_signing_key
                where retired_at is null
                """,
                row -> new Kept(row.string("key_id"), row.bytes("private_key"))))
        .map(this::open);
  }

  private SigningKey open(Kept kept) {
    byte[] plain = protection.open(kept.keyId, kept.sealed);
    if (protection.isOutdated(kept.keyId, kept.sealed)) {
      sealAnew(kept, plain);
    }
    return SigningKey.decode(plain);
  }

  private void sealAnew(Kept kept, byte[] plain) {
    byte[] sealed = protection.seal(kept.keyId, plain);
    database.write(transaction ->
        transaction.update(
            """
            update public.identity_signing_key set private_key = ?
            where key_id = ? and private_key = ?
            """,
            sealed,
            kept.keyId,
            kept.sealed));
  }

  private SigningKey make() {
    SigningKey made = SigningKey.generate();
    byte[] sealed = protection.seal(made.keyId(), made.encoded());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    int kept =
        database.write(transaction ->
            transaction.update(
                """
                insert into public.identity_signing_key (key_id, private_key, created_at)
                values (?, ?, ?) on conflict do nothing
                """,
                made.keyId(),
                sealed,
                now));
    if (kept == 1) {
      return made;
    }
    return find().orElseThrow(() -> new IllegalStateException("the signing key disappeared"));
  }

  /** A kept key; a class because its bytes are no value to compare. */
  private static final class Kept {
    private final String keyId;
    private final byte[] sealed;

    Kept(String keyId, byte[] sealed) {
      this.keyId = keyId;
      this.sealed = sealed;
    }
  }
}
