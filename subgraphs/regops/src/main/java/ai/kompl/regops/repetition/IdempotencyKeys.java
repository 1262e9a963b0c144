package ai.kompl.regops.repetition;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.TenantTransaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** The idempotency keys of a tenant's users; each belongs to one operation and one user. */
public final class IdempotencyKeys {

  /** Longest key in characters. */
  public static final int MAX_KEY = 200;

  private final InstantSource clock;

  public IdempotencyKeys(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What a call is, so that its repetition is known.
   *
   * @param operation name of the mutation
   * @param key as the client sent it; without one nothing is remembered
   * @param content everything that the call asks for
   */
  public record Call(String operation, Optional<String> key, Object content) {}

  private record Known(String fingerprint, UUID subject) {}

  /**
   * Claims the key for this transaction. Of two calls at once the second waits for the first to
   * commit.
   *
   * @param subject what this call is about to make or change
   * @return what the first call with this key made or changed; empty when this is the first
   * @throws ProblemException {@code CONFLICT} when the first call asked for something else
   */
  public Optional<UUID> repeated(TenantTransaction tx, Call call, UUID subject) {
    if (call.key().isEmpty()) {
      return Optional.empty();
    }
    String key = call.key().get();
    String fingerprint = fingerprint(call.content());
    UUID actor = tx.caller().subject();
    int claimed =
        tx.update(
            """
            insert into regops_idempotency_key (operation, key, fingerprint, subject_id, created_at, created_by)
            values (?, ?, ?, cast(? as uuid), cast(? as timestamptz), cast(? as uuid)) on conflict do nothing
            """,
            call.operation(),
            key,
            fingerprint,
            subject,
            clock.instant(),
            actor);
    return claimed == 1 ? Optional.empty() : Optional.of(first(tx, call, key, fingerprint));
  }

  private static UUID first(TenantTransaction tx, Call call, String key, String fingerprint) {
    var known =
        tx.one(
                """
                select fingerprint, subject_id from regops_idempotency_key
                where operation = ? and key = ? and created_by = cast(? as uuid)
                """,
                row -> new Known(row.string("fingerprint"), row.uuid("subject_id")),
                call.operation(),
                key,
                tx.caller().subject())
            .orElseThrow(() -> new ProblemException(Problem.CONFLICT));
    if (!known.fingerprint().equals(fingerprint)) {
      throw ProblemException.at(
          "input.idempotencyKey",
          Problem.CONFLICT,
          "This idempotency key was used with other input. Use a new key for a new change.");
    }
    return known.subject();
  }

  private static String fingerprint(Object content) {
    try {
      byte[] text = content.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
