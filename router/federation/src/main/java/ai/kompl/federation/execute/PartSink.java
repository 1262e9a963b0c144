package ai.kompl.federation.execute;

import java.io.IOException;

/** Takes the parts of a response one after another, on the thread that runs the operation. */
@FunctionalInterface
public interface PartSink {

  /**
   * Takes the next part: first the response without what is deferred, then what follows, in the
   * form of the incremental delivery of August 2022 ({@code deferSpec=20220824}).
   *
   * @param last whether no other part follows
   * @throws IOException when nobody reads any more; the operation is then given up
   */
  void part(GraphQlResponse part, boolean last) throws IOException;
}
