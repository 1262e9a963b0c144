package ai.kompl.tenants;

import ai.kompl.dataloaders.Position;
import ai.kompl.tenancy.data.DeletionRecord;
import ai.kompl.tenancy.data.DeletionRecord.Act;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One record of a deletion as clients see it, see the schema. */
record DeletedRecord(
    UUID key,
    String type,
    String subjectId,
    Optional<String> parentId,
    String cascadeGroup,
    boolean head,
    Optional<String> reason,
    DeletionRecord.State state,
    Instant deletedAt,
    String deletedBy,
    Instant retainUntil,
    List<String> legalHolds,
    Optional<Instant> endedAt,
    Optional<String> endedBy) {

  /** Where it is in the list. */
  Position position() {
    return Position.of(deletedAt, key);
  }

  static DeletedRecord of(DeletionRecord record) {
    Optional<Act> end = record.disposed().or(record::restored);
    return new DeletedRecord(
        record.id(),
        record.subject().type(),
        record.subject().id(),
        record.subject().parentId(),
        record.group().toString(),
        record.head(),
        record.reason(),
        record.state(),
        record.deleted().at(),
        record.deleted().by(),
        record.retainUntil(),
        record.legalHolds(),
        end.map(Act::at),
        end.map(Act::by));
  }
}
