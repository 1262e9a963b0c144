package ai.kompl.regops.framework;

import ai.kompl.kit.EntityType;
import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserError;
import ai.kompl.regops.deletion.DeletionBook;
import ai.kompl.regops.repetition.IdempotencyKeys;
import ai.kompl.regops.repetition.IdempotencyKeys.Call;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.DeletedSubject;
import ai.kompl.tenancy.data.DeletionRecord;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.events.EventDraft;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Deletes frameworks with their versions, and brings them back. */
public final class FrameworkCommands {

  private static final int MAX_REASON = 1_000;

  private final TenantDatabase database;
  private final DeletionBook book;
  private final IdempotencyKeys keys;
  private final InstantSource clock;
  private final FrameworkStore frameworks = new FrameworkStore();
  private final FrameworkDeletionStore store = new FrameworkDeletionStore();

  public FrameworkCommands(TenantDatabase database, DeletionBook book, InstantSource clock) {
    this.database = database;
    this.book = book;
    this.keys = new IdempotencyKeys(clock);
    this.clock = clock;
  }

  /** The resolvers of the mutations. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .mutation("deleteFramework", this::delete)
        .mutation("restoreFramework", this::restore)
        .build();
  }

  /** What both mutations answer: the framework as it is now, and how many versions went along. */
  record Payload(Optional<Framework> framework, int versions, List<UserError> userErrors) {}

  private record Changed(Framework framework, int versions) {}

  private interface Change {
    Changed make(TenantTransaction tx, Framework before);
  }

  private Payload delete(Resolution request) {
    Optional<String> reason = request.input().optionalText("reason", MAX_REASON);
    return changed(
        request, "deleteFramework", reason, false, (tx, before) -> delete(tx, before, reason));
  }

  private Changed delete(TenantTransaction tx, Framework before, Optional<String> reason) {
    Framework after = before.deleted(clock.instant(), tx.caller().subject());
    List<UUID> versions = store.versions(tx, before.id());
    store.mark(tx, after);
    store.deleteVersions(tx, versions, after.updatedAt());
    DeletedSubject head =
        DeletedSubject.of(Framework.TYPE.name(), id(tx.caller(), Framework.TYPE, before.id()));
    List<DeletedSubject> dependants =
        versions.stream()
            .map(version -> id(tx.caller(), FrameworkVersion.TYPE, version))
            .map(version -> DeletedSubject.within(FrameworkVersion.TYPE.name(), version, head))
            .toList();
    book.enter(tx, head, dependants, reason, after.updatedAt());
    tx.quotas().giveBack(Quota.FRAMEWORKS, 1);
    return tell(tx, new Changed(after, versions.size()), "deleted", reason);
  }

  private Payload restore(Resolution request) {
    return changed(request, "restoreFramework", Optional.empty(), true, this::restore);
  }

  private Changed restore(TenantTransaction tx, Framework before) {
    if (frameworks.lockedByRefCode(tx, before.refCode()).isPresent()) {
      throw ProblemException.at(
          "input.id",
          Problem.CONFLICT,
          "Another framework has the code '" + before.refCode() + "' by now. Delete that first.");
    }
    List<UUID> versions =
        tx.deletions().restore(id(tx.caller(), Framework.TYPE, before.id())).stream()
            .map(DeletionRecord::subject)
            .flatMap(subject ->
                GlobalId.uuidFor(tx.caller(), FrameworkVersion.TYPE.code(), subject.id()).stream())
            .toList();
    Framework after = before.restored(clock.instant(), tx.caller().subject());
    store.mark(tx, after);
    store.restoreVersions(tx, versions);
    tx.quotas().take(Quota.FRAMEWORKS, 1);
    return tell(tx, new Changed(after, versions.size()), "restored", Optional.empty());
  }

  private Payload changed(
      Resolution request,
      String operation,
      Optional<String> content,
      boolean deleted,
      Change change) {
    Input input = request.input();
    UUID id = input.id("id", Framework.TYPE.code());
    Optional<Integer> expected = input.optionalInteger("expectedVersion");
    var call =
        new Call(
            operation,
            input.optionalText("idempotencyKey", IdempotencyKeys.MAX_KEY),
            id + " " + expected + " " + content);
    Changed changed =
        database.write(
            request.caller(),
            tx -> {
              if (keys.repeated(tx, call, id).isPresent()) {
                return new Changed(frameworks.locked(tx, id).orElseThrow(this::missing), 0);
              }
              return change.make(tx, held(tx, id, deleted, expected));
            });
    return new Payload(Optional.of(changed.framework()), changed.versions(), List.of());
  }

  private Framework held(
      TenantTransaction tx, UUID id, boolean deleted, Optional<Integer> expected) {
    if (deleted) {
      book.requireNotDisposed(tx, id(tx.caller(), Framework.TYPE, id));
    }
    Framework framework =
        frameworks
            .locked(tx, id)
            .filter(found -> found.deletedAt().isPresent() == deleted)
            .orElseThrow(this::missing);
    if (expected.filter(version -> version != framework.version()).isPresent()) {
      throw ProblemException.at(
          "input.expectedVersion",
          Problem.CONFLICT,
          "The framework has version " + framework.version() + " by now. Read it again and retry.");
    }
    return framework;
  }

  private ProblemException missing() {
    return new ProblemException(Problem.NOT_FOUND, "There is no such framework.");
  }

  private static Changed tell(
      TenantTransaction tx, Changed changed, String what, Optional<String> reason) {
    String id = id(tx.caller(), Framework.TYPE, changed.framework().id());
    String act = "regops.framework." + what;
    var entry =
        AuditEntry.change(
            act, Framework.TYPE.name(), id, "{\"versions\":" + changed.versions() + "}");
    tx.audit(reason.map(entry::because).orElse(entry));
    tx.publish(
        new EventDraft(
            act, Framework.TYPE.name(), id, "{\"version\":" + changed.framework().version() + "}"));
    return changed;
  }

  private static String id(Caller caller, EntityType<?> type, UUID id) {
    return GlobalId.of(type.code(), caller.tenant(), id).toString();
  }
}
