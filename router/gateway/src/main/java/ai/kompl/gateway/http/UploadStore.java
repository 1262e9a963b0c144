package ai.kompl.gateway.http;

import ai.kompl.tenancy.caller.Caller;
import java.io.InputStream;
import java.util.Optional;

/** Where uploaded content goes. */
@FunctionalInterface
public interface UploadStore {

  /**
   * Stores the content for the caller's tenant, reading it as it arrives.
   *
   * @param content ends with an exception when it is too large or the client breaks off; nothing
   *     may be kept then, and the exception must pass through
   * @param declared what was said of it; not to be trusted
   * @throws ai.kompl.tenancy.caller.ProblemException when it cannot be stored
   */
  StoredUpload store(Caller caller, InputStream content, Declared declared);

  /**
   * What is known of content before it is read.
   *
   * @param limit the most bytes that will come
   * @param mediaType what the client says it is
   * @param sha256 the hash that the client says it has, in lower-case hexadecimal digits
   */
  record Declared(long limit, String mediaType, Optional<String> sha256) {}

  /**
   * Content that was stored.
   *
   * @param uploadId how the caller names it in later requests
   * @param sha256 the hash of what arrived, in lower-case hexadecimal digits
   * @param size how many bytes arrived
   */
  record StoredUpload(String uploadId, String sha256, long size) {}
}
