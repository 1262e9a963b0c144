package ai.kompl.gateway.http;

import ai.kompl.tenancy.caller.Caller;
import java.io.InputStream;

/** Where files come from that were made for a tenant. */
@FunctionalInterface
public interface ExportSource {
  /**
   * Opens a file.
   *
   * @param id as the client sent it; nothing may be believed of it
   * @throws ai.kompl.tenancy.caller.ProblemException NOT_FOUND when the caller's tenant has none of
   *     that id, FORBIDDEN when the caller may not have it
   */
  Export open(Caller caller, String id);

  /**
   * A file to be sent.
   *
   * @param content to be closed
   * @param bytes its length
   * @param fileName letters, digits, hyphens, underscores and dots
   */
  record Export(InputStream content, long bytes, String fileName) {}
}
