package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.audit.AuditCheckpoint;
import ai.kompl.tenancy.data.audit.AuditDigest;
import ai.kompl.tenancy.data.audit.AuditFault;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.data.audit.AuditSpan;
import ai.kompl.tenancy.data.audit.AuditWalk;
import ai.kompl.tenancy.data.audit.PurgeCertificate;
import ai.kompl.tenancy.data.audit.SignedCheckpoint;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Makes the checkpoints of the tenants' audit trails and reads them. */
final class AuditSeals {
  private final RoleTransactions transactions;
  private final AuditSigner signer;
  private final InstantSource clock;

  AuditSeals(RoleTransactions transactions, AuditSigner signer, InstantSource clock) {
    this.transactions = transactions;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * The tenants with records under no checkpoint yet: many, or since long ago.
   *
   * @param many from how many records on a checkpoint is made at once
   * @param before whose last checkpoint is older gets one for any record
   */
  List<TenantId> due(long many, Instant before) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.query(
                """
                select h.tenant from private.audit_heads h
                left join lateral (
                  select to_sequence, at from private.audit_checkpoints c
                  where c.tenant = h.tenant order by number desc limit 1) c on true
                where h.sequence > coalesce(c.to_sequence, 0)
                  and (h.sequence - coalesce(c.to_sequence, 0) >= ? or c.at is null or c.at < ?)
                order by h.tenant
                """,
                row -> new TenantId(row.string("tenant")),
                many,
                before));
  }

  /**
   * Makes the tenant's next checkpoint, unless another process is at it or nothing is new.
   *
   * @return the fault because of which none was made: what is broken is not signed
   */
  Optional<AuditFault> seal(TenantId tenant) {
    return transactions.run(DatabaseRole.PLATFORM, false, sql -> seal(sql, tenant));
  }

  private Optional<AuditFault> seal(SqlTransaction sql, TenantId tenant) {
    boolean mine =
        sql.one(
                "select pg_try_advisory_xact_lock(?) as mine",
                row -> row.bool("mine"),
                lock(tenant))
            .orElseThrow();
    if (!mine) {
      return Optional.empty();
    }
    Optional<AuditCheckpoint> last = last(sql, tenant).map(SignedCheckpoint::checkpoint);
    AuditWalk walk =
        last.map(checkpoint -> AuditWalk.behind(checkpoint, signer.publicKey()))
            .orElseGet(() -> new AuditWalk(tenant.value(), signer.publicKey()));
    new AuditPages(sql, tenant)
        .after(
            last.map(checkpoint -> checkpoint.span().to()).orElse(0L),
            kept -> {
              walk.record(kept);
              AuditSegments.read(sql, tenant, kept, walk::access);
            });
    Optional<AuditCheckpoint> next = walk.next(clock.instant().truncatedTo(ChronoUnit.MICROS));
    if (walk.fault().isEmpty()) {
      next.ifPresent(checkpoint -> insert(sql, checkpoint.signedBy(signer)));
    }
    return walk.fault();
  }

  /**
   * Makes the last checkpoint of a tenant's trail, in the transaction that removes the tenant, and
   * the certificate that ends with it.
   *
   * @throws IllegalStateException when the trail is broken, because nothing is signed then
   */
  String certify(
      SqlTransaction sql,
      PurgeCertificate.Subject subject,
      List<PurgeCertificate.Removed> removed,
      PurgeCertificate.Made made) {
    var tenant = new TenantId(subject.tenant());
    sql.query("select pg_advisory_xact_lock(?)", _ -> true, lock(tenant));
    Optional<AuditFault> fault = seal(sql, tenant);
    if (fault.isPresent()) {
      throw new IllegalStateException(
          "the audit trail of " + tenant + " is broken: " + fault.get());
    }
    return PurgeCertificate.write(signer, subject, made, removed, last(sql, tenant).orElseThrow());
  }

  private static long lock(TenantId tenant) {
    return AdvisoryLock.number("audit-checkpoint " + tenant);
  }

  private static void insert(SqlTransaction sql, SignedCheckpoint signed) {
    AuditCheckpoint checkpoint = signed.checkpoint();
    sql.update(
        """
        insert into private.audit_checkpoints (tenant, number, at, from_sequence, to_sequence,
          root, hash, previous, key, signature)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        checkpoint.tenant(),
        checkpoint.number(),
        checkpoint.at(),
        checkpoint.span().from(),
        checkpoint.span().to(),
        checkpoint.span().root().bytes(),
        checkpoint.span().hash().bytes(),
        checkpoint.previous().bytes(),
        signed.key(),
        signed.signature());
  }

  private static Optional<SignedCheckpoint> last(SqlTransaction sql, TenantId tenant) {
    return sql.one(
        "select * from private.audit_checkpoints where tenant = ? order by number desc limit 1",
        AuditSeals::signed,
        tenant);
  }

  /** All checkpoints of the tenant in their order. */
  static List<SignedCheckpoint> all(SqlTransaction sql, TenantId tenant) {
    return sql.query(
        "select * from private.audit_checkpoints where tenant = ? order by number",
        AuditSeals::signed,
        tenant);
  }

  private static SignedCheckpoint signed(Row row) {
    var span =
        new AuditSpan(
            row.bigInteger("from_sequence"),
            row.bigInteger("to_sequence"),
            new AuditDigest(row.bytes("root")),
            new AuditDigest(row.bytes("hash")));
    var checkpoint =
        new AuditCheckpoint(
            row.string("tenant"),
            row.bigInteger("number"),
            row.instant("at"),
            span,
            new AuditDigest(row.bytes("previous")));
    return new SignedCheckpoint(checkpoint, row.string("key"), row.string("signature"));
  }
}
