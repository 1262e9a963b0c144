package ai.kompl.tenancy.data.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Follows a chain record by record and remembers the first fault. Records are handed in the order
 * of their numbers, each checkpoint behind the last record that it covers, each segment's records
 * behind the record that closes it. Not for several threads.
 */
public final class AuditWalk {
  private final TreeSet<Long> withoutText = new TreeSet<>();
  private final String tenant;
  private final AuditPublicKey key;
  private MerkleTree tree = new MerkleTree();
  private long records;
  private long last;
  private AuditDigest lastHash = AuditDigest.ORIGIN;
  private long checkpoints;
  private long sealedTo;
  private AuditDigest lastCheckpoint = AuditDigest.ORIGIN;
  private MerkleTree segment = new MerkleTree();
  private Optional<AuditDigest> segmentRoot = Optional.empty();
  private long accesses;
  private Optional<AuditFault> fault = Optional.empty();

  /**
   * A walk along the chain of that tenant, from its first record.
   *
   * @param key with which checkpoints are signed
   */
  public AuditWalk(String tenant, AuditPublicKey key) {
    this.tenant = tenant;
    this.key = key;
  }

  /** A walk that goes on behind a checkpoint. */
  public static AuditWalk behind(AuditCheckpoint checkpoint, AuditPublicKey key) {
    var walk = new AuditWalk(checkpoint.tenant(), key);
    walk.last = checkpoint.span().to();
    walk.lastHash = checkpoint.span().hash();
    walk.checkpoints = checkpoint.number();
    walk.sealedTo = checkpoint.span().to();
    walk.lastCheckpoint = checkpoint.digest();
    return walk;
  }

  /** The next record. */
  public void record(KeptRecord kept) {
    leaveSegment();
    records++;
    if (fault.isEmpty()) {
      fault = check(kept);
    }
    ErasedTexts.toldBy(kept).forEach(withoutText::remove);
    if (kept.textMissing()) {
      withoutText.add(kept.sequence());
    }
    tree.add(kept.hash());
    last = kept.sequence();
    lastHash = kept.hash();
    segmentRoot = AccessRecord.segmentClosedBy(kept);
  }

  /** The next record of the segment that the last record has closed. */
  public void access(AccessRecord access) {
    accesses++;
    segment.add(access.hash());
    if (fault.isEmpty() && (segmentRoot.isEmpty() || !access.tenant().equals(tenant))) {
      fault = at(last, AuditFault.Kind.SEGMENT_DIFFERS);
    }
  }

  /** How many records of segments were handed so far. */
  public long accesses() {
    return accesses;
  }

  private void leaveSegment() {
    boolean differs = segmentRoot.isPresent() && !segmentRoot.get().equals(segment.root());
    if (fault.isEmpty() && differs) {
      fault = at(last, AuditFault.Kind.SEGMENT_DIFFERS);
    }
    segmentRoot = Optional.empty();
    segment = new MerkleTree();
  }

  private Optional<AuditFault> check(KeptRecord kept) {
    long expected = last + 1;
    boolean follows = kept.link().previous().equals(lastHash);
    if (kept.sequence() != expected && !follows) {
      return kept.sequence() > expected
          ? at(expected, AuditFault.Kind.MISSING)
          : at(kept.sequence(), AuditFault.Kind.DUPLICATED);
    }
    // What follows in all but its number is the record that belongs here, with another number.
    if (kept.sequence() != expected
        || !kept.whole()
        || !kept.link().place().tenant().equals(tenant)) {
      return at(expected, AuditFault.Kind.ALTERED);
    }
    if (!follows) {
      return at(expected, AuditFault.Kind.UNLINKED);
    }
    return kept.textAsWritten() ? Optional.empty() : at(expected, AuditFault.Kind.TEXT_ALTERED);
  }

  /** The next checkpoint. */
  public void checkpoint(SignedCheckpoint signed) {
    leaveSegment();
    if (fault.isEmpty()) {
      fault = check(signed);
    }
    checkpoints++;
    sealedTo = signed.checkpoint().span().to();
    lastCheckpoint = signed.checkpoint().digest();
    tree = new MerkleTree();
  }

  private Optional<AuditFault> check(SignedCheckpoint signed) {
    AuditCheckpoint checkpoint = signed.checkpoint();
    AuditSpan span = checkpoint.span();
    boolean next =
        checkpoint.number() == checkpoints + 1
            && span.from() == sealedTo + 1
            && checkpoint.previous().equals(lastCheckpoint)
            && checkpoint.tenant().equals(tenant);
    if (!next || !signed.signedWith(key)) {
      return at(sealedTo + 1, AuditFault.Kind.CHECKPOINT_FORGED);
    }
    if (span.to() > last) {
      return at(last + 1, AuditFault.Kind.TRUNCATED);
    }
    boolean same =
        span.to() == last && span.hash().equals(lastHash) && span.root().equals(tree.root());
    return same ? Optional.empty() : at(span.from(), AuditFault.Kind.CHECKPOINT_DIFFERS);
  }

  /** The first fault so far. */
  public Optional<AuditFault> fault() {
    return fault;
  }

  /** The checkpoint over all records behind the last one; empty when there are none. */
  public Optional<AuditCheckpoint> next(Instant at) {
    leaveSegment();
    if (last == sealedTo) {
      return Optional.empty();
    }
    var span = new AuditSpan(sealedTo + 1, last, tree.root(), lastHash);
    return Optional.of(new AuditCheckpoint(tenant, checkpoints + 1, at, span, lastCheckpoint));
  }

  /**
   * The end.
   *
   * @param head where the chain ends according to what is kept beside it
   */
  public AuditVerdict end(AuditHead head) {
    leaveSegment();
    if (fault.isEmpty()) {
      fault = checkEnd(head);
    }
    return verdict();
  }

  /** The end, when there are records of segments that no record of the chain closes. */
  public AuditVerdict strays(AuditHead head) {
    leaveSegment();
    if (fault.isEmpty()) {
      fault = at(head.sequence(), AuditFault.Kind.SEGMENT_DIFFERS);
    }
    return verdict();
  }

  /**
   * An end that came too early or cannot be read.
   *
   * @param kind what is wrong behind the last record
   */
  AuditVerdict broken(AuditFault.Kind kind) {
    if (fault.isEmpty()) {
      fault = at(last + 1, kind);
    }
    return verdict();
  }

  /** Where the records handed so far end. */
  AuditHead reached() {
    return new AuditHead(last, lastHash);
  }

  private AuditVerdict verdict() {
    return new AuditVerdict(records, checkpoints, accesses, sealedTo, fault);
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
