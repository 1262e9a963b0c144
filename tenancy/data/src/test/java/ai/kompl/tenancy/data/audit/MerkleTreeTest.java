package ai.kompl.tenancy.data.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  @Test
  void withoutALeafTheRootIsTheHashOfNothing() {
    assertThat(new MerkleTree().root())
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void theRootIsThatOfTheRecursiveDefinition() {
    List<AuditDigest> leaves =
        IntStream.range(0, 70).mapToObj(i -> AuditDigest.of("leaf " + i)).toList();
    var tree = new MerkleTree();

    for (int size = 1; size <= leaves.size(); size++) {
      tree.add(leaves.get(size - 1));
      assertThat(tree.root()).as("of %d leaves", size).isEqualTo(root(leaves.subList(0, size)));
    }
  }

  /** As RFC 6962 writes it in 2.1. */
  private static AuditDigest root(List<AuditDigest> leaves) {
    if (leaves.size() == 1) {
      return hash(0, leaves.getFirst().bytes(), new byte[0]);
    }
    int half = Integer.highestOneBit(leaves.size() - 1);
    return hash(
        1,
        root(leaves.subList(0, half)).bytes(),
        root(leaves.subList(half, leaves.size())).bytes());
  }

  private static AuditDigest hash(int kind, byte[] left, byte[] right) {
    var bytes = new ArrayList<Byte>(List.of((byte) kind));
    for (byte b : left) {
      bytes.add(b);
    }
    for (byte b : right) {
      bytes.add(b);
    }
    byte[] all = new byte[bytes.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = bytes.get(i);
    }
    return AuditDigest.of(all);
  }
}
