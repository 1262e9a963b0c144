package ai.kompl.tenancy.data;

/**
 * The two edges of every commit that changes something: the last moment at which all of it can
 * still be lost, and the first at which none of it can. In the running product nothing happens
 * there; the proof of durability hands in edges at which its process dies. It is called on the
 * thread that commits, so who looks at that thread's stack knows whose commit it is.
 */
public interface CommitEdges {
  /** What the product runs with. */
  CommitEdges NONE =
      new CommitEdges() {
        @Override
        public void before() {}

        @Override
        public void after() {}
      };

  /** Everything is written, nothing is committed. What it throws rolls the transaction back. */
  void before();

  /** It is committed, and nobody knows yet. */
  void after();
}
