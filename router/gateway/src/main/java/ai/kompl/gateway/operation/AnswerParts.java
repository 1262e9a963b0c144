package ai.kompl.gateway.operation;

import java.io.IOException;

/** Takes the parts of an answer one after another. */
@FunctionalInterface
public interface AnswerParts {

  /**
   * Takes the next part.
   *
   * @param last whether no other part follows
   * @throws IOException when the client is gone
   */
  void part(Answer part, boolean last) throws IOException;
}
