package ai.kompl.regops.deletion;

import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.DeletionRecord;
import ai.kompl.tenancy.data.Job;
import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.events.EventDraft;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Disposes of what was deleted, when its time is over: rows, record, audit entries and events in
 * one transaction. What was restored meanwhile stays; what is held is looked at again later.
 */
public final class Disposal implements JobHandler {
  /** The kind of these jobs. */
  public static final String KIND = "regops.disposal";

  private static final Pattern PAYLOAD = Pattern.compile("\\{\"group\":\"([0-9a-f-]{36})\"}");

  private final TenantDatabase database;
  private final List<Erasure> erasures;
  private final Duration again;

  /**
   * Disposal by those erasures.
   *
   * @param erasures parts before what they belong to
   * @param again after what time to look again at what could not be disposed of
   */
  public Disposal(TenantDatabase database, List<Erasure> erasures, Duration again) {
    this.database = database;
    this.erasures = List.copyOf(erasures);
    this.again = again;
  }

  /** What the job for a cascade group needs to know. */
  static String payload(UUID group) {
    return "{\"group\":\"" + group + "\"}";
  }

  @Override
  public void run(Job job) {
    Matcher payload = PAYLOAD.matcher(job.payloadJson());
    if (!payload.matches()) {
      throw new IllegalStateException("not the payload of a disposal: " + job.id());
    }
    UUID group = UUID.fromString(payload.group(1));
    try {
      database.write(job.caller(), tx -> dispose(tx, group));
    } catch (ProblemException e) {
      if (e.problem() != Problem.LEGAL_HOLD && e.problem() != Problem.RETENTION_RUNNING) {
        throw e;
      }
      database.write(
          job.caller(),
          tx -> tx.schedule(KIND, payload(group), pause(e, tx.deletions().remaining(group))));
    }
  }

  /** A longer rule says itself when its time is over; what is held is looked at now and then. */
  private Duration pause(ProblemException refusal, Duration remaining) {
    return refusal.problem() == Problem.LEGAL_HOLD || remaining.isZero()
        ? again
        : remaining.plus(DeletionBook.MARGIN);
  }

  private int dispose(TenantTransaction tx, UUID group) {
    List<DeletionRecord> known = tx.deletions().group(group);
    erasures.forEach(erasure -> erasure.hold(tx, ids(tx, erasure, known)));
    List<DeletionRecord> disposed = tx.deletions().dispose(group);
    erasures.forEach(erasure -> erasure.erase(tx, ids(tx, erasure, disposed)));
    disposed.forEach(record -> tell(tx, record));
    return disposed.size();
  }

  private static List<UUID> ids(
      TenantTransaction tx, Erasure erasure, List<DeletionRecord> records) {
    return records.stream()
        .filter(record -> record.subject().type().equals(erasure.type().name()))
        .map(record -> record.subject().id())
        .flatMap(id -> GlobalId.uuidFor(tx.caller(), erasure.type().code(), id).stream())
        .toList();
  }

  private static void tell(TenantTransaction tx, DeletionRecord record) {
    String type = record.subject().type();
    String id = record.subject().id();
    String code = id.substring(0, id.indexOf('_'));
    String act = "regops." + code + ".disposed";
    String details =
        "{\"deletedAt\":\"%s\",\"deletedBy\":\"%s\"}"
            .formatted(record.deleted().at(), record.deleted().by());
    tx.audit(AuditEntry.change(act, type, id, details));
    tx.publish(EventDraft.of(act, type, id));
  }
}
