package ai.kompl.tenancy.data;

import java.time.Instant;
import java.util.UUID;

/**
 * One version of a document: which content it had from when on.
 *
 * @param document the document, whose meaning is its subgraph's
 * @param number counts from one, without gaps
 * @param sha256 the content's hash, which names it in the object storage
 * @param fileName what the file was called
 * @param madeAt when
 * @param madeBy by whom
 */
public record DocumentVersion(
    UUID document, int number, String sha256, String fileName, Instant madeAt, String madeBy) {}
