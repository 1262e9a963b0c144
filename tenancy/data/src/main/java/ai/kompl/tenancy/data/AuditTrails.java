package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.audit.AccessRecord;
import ai.kompl.tenancy.data.audit.AuditExport;
import ai.kompl.tenancy.data.audit.AuditFault;
import ai.kompl.tenancy.data.audit.AuditFile;
import ai.kompl.tenancy.data.audit.AuditHead;
import ai.kompl.tenancy.data.audit.AuditPublicKey;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import ai.kompl.tenancy.data.audit.AuditWalk;
import ai.kompl.tenancy.data.audit.ErasedTexts;
import ai.kompl.tenancy.data.audit.KeptRecord;
import ai.kompl.tenancy.data.audit.SignedCheckpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What can be done with the audit trail of the caller's own tenant besides adding to it. */
public final class AuditTrails {
  private final TenantDatabase database;
  private final OwnerDatabase owner;
  private final AuditSeals seals;
  private final AuditSigner signer;
  private final InstantSource clock;

  AuditTrails(DataPlatform.Trails parts, AuditSigner signer, InstantSource clock) {
    this.database = parts.database();
    this.owner = parts.owner();
    this.seals = new AuditSeals(parts.transactions(), signer, clock);
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * Walks along the whole trail, as it is at one moment, and says whether it is what was written.
   *
   * @return with the first fault and its number, where there is one
   */
  public AuditVerdict verify(Caller caller) {
    return database.read(
        caller,
        transaction -> {
          var walk = new AuditWalk(caller.tenant().value(), signer.publicKey());
          var reader = new Reader(walk::record, walk::access, walk::checkpoint);
          AuditHead head = follow(transaction, caller, reader);
          boolean strays = AuditSegments.count(transaction, caller.tenant()) != walk.accesses();
          return strays ? walk.strays(head) : walk.end(head);
        });
  }

  /**
   * Writes the whole trail, as it is at one moment, as JSON Lines that {@link AuditFile} verifies
   * without a database. It is written as it is, whether it is whole or not.
   *
   * @param out stays open
   * @throws UncheckedIOException when the stream takes no more
   */
  public void export(Caller caller, OutputStream out) {
    var export = new AuditExport(signer, out);
    database.read(
        caller,
        transaction -> {
          writing(() -> export.begin(caller.tenant().value(), clock.instant()));
          AuditHead head =
              follow(
                  transaction,
                  caller,
                  new Reader(
                      kept -> writing(() -> export.record(kept)),
                      access -> writing(() -> export.access(access)),
                      signed -> writing(() -> export.checkpoint(signed))));
          writing(() -> export.end(head));
          return true;
        });
  }

  /**
   * Hands over all records, each segment behind the record that closes it, and each checkpoint
   * behind the last record that it covers.
   */
  private static AuditHead follow(SqlTransaction transaction, Caller caller, Reader reader) {
    var pages = new AuditPages(transaction, caller.tenant());
    pages.asOfOneMoment();
    var waiting = new ArrayDeque<>(AuditSeals.all(transaction, caller.tenant()));
    pages.after(
        0,
        kept -> {
          reader.records().accept(kept);
          AuditSegments.read(transaction, caller.tenant(), kept, reader.accesses());
          while (!waiting.isEmpty() && ends(waiting.peek()) <= kept.sequence()) {
            reader.checkpoints().accept(waiting.remove());
          }
        });
    waiting.forEach(reader.checkpoints());
    return pages.head();
  }

  private static void writing(Writing part) {
    try {
      part.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long ends(SignedCheckpoint signed) {
    return signed.checkpoint().span().to();
  }

  /**
   * Makes a checkpoint over all records of the tenant that are under none yet.
   *
   * @return the fault because of which none was made: what is broken is not signed
   */
  public Optional<AuditFault> seal(TenantId tenant) {
    return seals.seal(tenant);
  }

  /** The trails as lists to look through. */
  public AuditLists lists() {
    return new AuditLists(database);
  }

  /** The key with which checkpoints and exports are signed. */
  public AuditPublicKey publicKey() {
    return signer.publicKey();
  }

  /**
   * Erases what people wrote in the records about a person, and in those of what the person did.
   * The records themselves stay, the chain stays whole, and a further record tells of the erasure.
   *
   * @param by who erases, for the own tenant
   * @return of how many records the text was erased
   */
  public int eraseTexts(Caller by, TextErasure erasure) {
    return owner.transaction(sql -> {
      var transaction = new OwnerTransaction(sql);
      List<Long> erased = erase(transaction, by, erasure);
      if (!erased.isEmpty()) {
        var pending = new PendingWrites(clock);
        pending.audit(by, erasure.record(erased));
        pending.flush(transaction);
      }
      return erased.size();
    });
  }

  private static List<Long> erase(SqlTransaction sql, Caller by, TextErasure erasure) {
    // The end of the chain is held, so that no text comes in between that would be overlooked.
    sql.one(
        "select sequence from private.audit_heads where tenant = ? for update",
        row -> row.bigInteger("sequence"),
        by.tenant());
    return sql.query(
        """
        delete from private.audit_texts t using private.audit_events e
        where e.tenant = ? and e.action <> ? and (e.subject_id = ? or e.actor = ?)
          and t.at = e.at and t.tenant = e.tenant and t.sequence = e.sequence
        returning t.sequence
        """,
        row -> row.bigInteger("sequence"),
        by.tenant(),
        ErasedTexts.ACTION,
        erasure.subjectId(),
        erasure.actor().orElse(null));
  }

  /** Who the parts of a trail are handed to. */
  private record Reader(
      Consumer<KeptRecord> records,
      Consumer<AccessRecord> accesses,
      Consumer<SignedCheckpoint> checkpoints) {}

  /** A part of an export. */
  @FunctionalInterface
  private interface Writing {
    void write() throws IOException;
  }
}
