package ai.kompl.regops.control;

import ai.kompl.kit.Input;
import ai.kompl.kit.People;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.regops.control.ControlLedger.Said;
import ai.kompl.regops.control.ControlLedger.What;
import ai.kompl.regops.deletion.DeletionBook;
import ai.kompl.regops.repetition.IdempotencyKeys;
import ai.kompl.regops.repetition.IdempotencyKeys.Call;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.DeletedSubject;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes controls: what is written about them, their deletion and return. */
public final class ControlCommands {

  private static final int MAX_REASON = 1_000;

  private final TenantDatabase database;
  private final ControlStore store;
  private final ControlLedger ledger;
  private final DeletionBook book;
  private final IdempotencyKeys keys;

  public ControlCommands(
      TenantDatabase database,
      ControlStore store,
      ControlLedger ledger,
      DeletionBook book,
      IdempotencyKeys keys) {
    this.database = database;
    this.store = store;
    this.ledger = ledger;
    this.book = book;
    this.keys = keys;
  }

  /** The resolvers of the mutations. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .mutation("updateControl", this::update)
        .mutation("deleteControl", this::delete)
        .mutation("restoreControl", this::restore)
        .build();
  }

  /** A change of one control, within its transaction. */
  private interface Change {
    Control make(TenantTransaction tx, UUID id, Optional<Integer> expectedVersion);
  }

  private ControlPayload update(Resolution request) {
    Input input = request.input();
    // Reading it once before the transaction refuses bad input early, and names what the call asks
    // for.
    ControlText probe =
        ControlInput.changed(
            input,
            new ControlText(
                "-",
                "-",
                Optional.empty(),
                ControlType.PREVENTIVE,
                ControlNature.MANUAL,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty()));
    return changed(
        request,
        "updateControl",
        given(input) + probe,
        (tx, id, expected) -> {
          Control before = ledger.held(tx, id, false, expected);
          ControlText after = ControlInput.changed(input, before.written());
          refFree(tx, after.ref(), id);
          if (!after.ownerId().equals(before.written().ownerId())) {
            People.require(tx, "input.ownerId", after.ownerId().stream().toList());
          }
          return after.equals(before.written())
              ? before
              : ledger.book(
                  tx, before, after, Said.of("{\"fields\":" + given(input) + "}"), What.UPDATED);
        });
  }

  private ControlPayload delete(Resolution request) {
    Optional<String> reason = request.input().optionalText("reason", MAX_REASON);
    return changed(
        request,
        "deleteControl",
        reason,
        (tx, id, expected) -> {
          Control before = ledger.held(tx, id, false, expected);
          var said = new Said("{}", reason);
          Control after = ledger.book(tx, before, before.written(), said, What.DELETED);
          book.enter(tx, subject(tx, after), List.of(), reason, after.updatedAt());
          tx.quotas().giveBack(Quota.CONTROLS, 1);
          return after;
        });
  }

  private ControlPayload restore(Resolution request) {
    return changed(
        request,
        "restoreControl",
        "",
        (tx, id, expected) -> {
          book.requireNotDisposed(
              tx, GlobalId.of(Control.TYPE.code(), tx.caller().tenant(), id).toString());
          Control before = ledger.held(tx, id, true, expected);
          refFree(tx, before.ref(), id);
          tx.deletions().restore(subject(tx, before).id());
          tx.quotas().take(Quota.CONTROLS, 1);
          return ledger.book(tx, before, before.written(), Said.NOTHING, What.RESTORED);
        });
  }

  private ControlPayload changed(
      Resolution request, String operation, Object content, Change change) {
    Input input = request.input();
    UUID id = input.id("id", Control.TYPE.code());
    Optional<Integer> expected = input.optionalInteger("expectedVersion");
    var call =
        new Call(
            operation,
            input.optionalText("idempotencyKey", IdempotencyKeys.MAX_KEY),
            id + " " + expected + " " + content);
    return ControlPayload.of(
        database.write(
            request.caller(),
            tx -> {
              Optional<UUID> repeated = keys.repeated(tx, call, id);
              return repeated
                  .flatMap(first -> store.any(tx, first))
                  .orElseGet(() -> change.make(tx, id, expected));
            }));
  }

  private static DeletedSubject subject(TenantTransaction tx, Control control) {
    return DeletedSubject.of(Control.TYPE.name(), Control.TYPE.globalId(tx.caller(), control));
  }

  private void refFree(TenantTransaction tx, String ref, UUID id) {
    if (store.refTaken(tx, ref, id)) {
      throw ProblemException.at(
          "input.ref",
          Problem.CONFLICT,
          "Another control has the reference '" + ref + "'. Choose another one.");
    }
  }

  private static String given(Input input) {
    return Stream.of(
            "ref",
            "title",
            "objective",
            "type",
            "nature",
            "frequency",
            "reviewEveryDays",
            "tags",
            "ownerId")
        .filter(input::has)
        .collect(Collectors.joining("\",\"", "[\"", "\"]"))
        .replace("[\"\"]", "[]");
  }
}
