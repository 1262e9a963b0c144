package ai.kompl.tenancy.data.audit;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The root over a growing row of hashes, as RFC 6962 (2.1) makes it: leaves and inner nodes are
 * hashed apart, and the left half is the largest power of two. Keeps one hash per level only.
 */
final class MerkleTree {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final Deque<byte[]> complete = new ArrayDeque<>();
  private long leaves;

  /** The next leaf. */
  void add(AuditDigest leaf) {
    byte[] node = hash(LEAF, leaf.bytes(), new byte[0]);
    // As many complete trees join as the number of leaves has ones at its end.
    for (long left = leaves; (left & 1) == 1; left >>= 1) {
      node = hash(NODE, complete.pop(), node);
    }
    complete.push(node);
    leaves++;
  }

  /** The root over all leaves so far. */
  AuditDigest root() {
    if (complete.isEmpty()) {
      return AuditDigest.of(new byte[0]);
    }
    var rest = complete.iterator();
    byte[] root = rest.next();
    while (rest.hasNext()) {
      root = hash(NODE, rest.next(), root);
    }
    return new AuditDigest(root);
  }

  private static byte[] hash(byte kind, byte[] left, byte[] right) {
    MessageDigest digest = AuditDigest.sha256();
    digest.update(kind);
    digest.update(left);
    digest.update(right);
    return digest.digest();
  }
}
