package ai.kompl.tenancy.data.audit;

import java.util.Optional;
import java.util.TreeSet;

/**
 * Follows a chain record by record and remembers the first fault. Records are handed in the order
 * of their numbers. Not for several threads.
 */
public final class AuditWalk {
  private final TreeSet<Long> withoutText = new TreeSet<>();
  private final String tenant;
  private long records;
  private long last;
  private AuditDigest lastHash = AuditDigest.ORIGIN;
  private Optional<AuditFault> fault = Optional.empty();

  /** A walk along the chain of that tenant, from its first record. */
  public AuditWalk(String tenant) {
    this.tenant = tenant;
  }

  /** The next record. */
  public void record(KeptRecord kept) {
    records++;
    if (fault.isEmpty()) {
      fault = check(kept);
    }
    ErasedTexts.toldBy(kept).forEach(withoutText::remove);
    if (kept.textMissing()) {
      withoutText.add(kept.sequence());
    }
    last = kept.sequence();
    lastHash = kept.hash();
  }

  private Optional<AuditFault> check(KeptRecord kept) {
    long expected = last + 1;
    if (kept.sequence() != expected) {
      return kept.sequence() > expected
          ? at(expected, AuditFault.Kind.MISSING)
          : at(kept.sequence(), AuditFault.Kind.DUPLICATED);
    }
    if (!kept.whole() || !kept.link().place().tenant().equals(tenant)) {
      return at(expected, AuditFault.Kind.ALTERED);
    }
    if (!kept.link().previous().equals(lastHash)) {
      return at(expected, AuditFault.Kind.UNLINKED);
    }
    return kept.textAsWritten() ? Optional.empty() : at(expected, AuditFault.Kind.TEXT_ALTERED);
  }

  /**
   * The end.
   *
   * @param head where the chain ends according to what is kept beside it
   */
  public AuditVerdict end(AuditHead head) {
    if (fault.isEmpty()) {
      fault = checkEnd(head);
    }
    return new AuditVerdict(records, fault);
  }

  private Optional<AuditFault> checkEnd(AuditHead head) {
    if (!withoutText.isEmpty()) {
      return at(withoutText.first(), AuditFault.Kind.TEXT_MISSING);
    }
    if (last < head.sequence()) {
      return at(last + 1, AuditFault.Kind.TRUNCATED);
    }
    boolean same = last == head.sequence() && lastHash.equals(head.hash());
    return same ? Optional.empty() : at(head.sequence(), AuditFault.Kind.HEAD_DIFFERS);
  }

  private static Optional<AuditFault> at(long sequence, AuditFault.Kind kind) {
    return Optional.of(new AuditFault(sequence, kind));
  }
}
