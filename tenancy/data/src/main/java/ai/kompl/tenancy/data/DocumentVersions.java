package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** The chains of versions of a tenant's documents. A version never changes and never goes alone. */
public final class DocumentVersions {
  private final InstantSource clock;

  /** With that clock. */
  public DocumentVersions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What the next version is made of.
   *
   * @param document the document
   * @param previous the number of the version that it follows; 0 for the first
   * @param sha256 the content, which has been stored and recorded
   * @param fileName what the file is called
   */
  public record Draft(UUID document, int previous, String sha256, String fileName) {}

  /**
   * Adds a version within the transaction.
   *
   * @throws ProblemException CONFLICT when another version has come meanwhile or there is no such
   *     content of this tenant
   */
  public DocumentVersion add(TenantTransaction tx, Draft draft) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return tx.one(
            """
            insert into private.document_versions
              (tenant, document, version, sha256, file_name, made_at, made_by)
            select cast(? as text), cast(? as uuid), ? + 1, ?, ?, ?, ?
            where ? = (select coalesce(max(version), 0) from private.document_versions
              where tenant = ? and document = ?)
            returning document, version, sha256, file_name, made_at, made_by
            """,
            DocumentVersions::version,
            tx.caller().tenant(),
            draft.document(),
            draft.previous(),
            draft.sha256(),
            draft.fileName(),
            now,
            tx.caller().actor(),
            draft.previous(),
            tx.caller().tenant(),
            draft.document())
        .orElseThrow(() -> new ProblemException(Problem.CONFLICT));
  }

  /** All versions of a document, the first first. */
  public List<DocumentVersion> of(TenantTransaction tx, UUID document) {
    return tx.query(
        """
        select document, version, sha256, file_name, made_at, made_by
        from private.document_versions where tenant = ? and document = ? order by version
        """,
        DocumentVersions::version,
        tx.caller().tenant(),
        document);
  }

  private static DocumentVersion version(Row row) {
    return new DocumentVersion(
        row.uuid("document"),
        row.integer("version"),
        row.string("sha256"),
        row.string("file_name"),
        row.instant("made_at"),
        row.string("made_by"));
  }
}
