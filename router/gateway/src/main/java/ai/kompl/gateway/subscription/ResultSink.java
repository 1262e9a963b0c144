package ai.kompl.gateway.subscription;

import ai.kompl.gateway.operation.Answer;
import ai.kompl.gateway.refusal.RefusedException;
import java.io.IOException;

/**
 * Where the results of a live operation go: one client's stream. Called by one thread at a time; a
 * call blocks while the client does not read.
 */
public interface ResultSink {

  /**
   * Sends one result.
   *
   * @throws IOException when the client is gone
   */
  void next(Answer answer) throws IOException;

  /**
   * Shows a quiet client that the stream is alive.
   *
   * @throws IOException when the client is gone
   */
  void heartbeat() throws IOException;

  /**
   * Tells that the operation ends because of a refusal; nothing follows.
   *
   * @throws IOException when the client is gone
   */
  void refuse(RefusedException refused) throws IOException;
}
