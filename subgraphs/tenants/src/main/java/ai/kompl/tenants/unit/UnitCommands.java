package ai.kompl.tenants.unit;

import ai.kompl.kit.Input;
import ai.kompl.kit.People;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserError;
import ai.kompl.kit.UserReference;
import ai.kompl.kit.UuidSource;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.DeletedSubject;
import ai.kompl.tenancy.data.Deletion;
import ai.kompl.tenancy.data.DeletionRecord;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenants.authority.Authority;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Changes units. Only one transaction at a time changes a tree, so that none can make a circle. */
public final class UnitCommands {
  private static final String REFUSED = "tenants.unit.change-refused";
  private static final String TYPE = Unit.TYPE.code();
  private static final int MAX_NAME = 200;
  private static final int MAX_REASON = 1_000;
  private static final int MOST_MEMBERS = 500;

  /** What an archived unit is kept for at least; nothing disposes of it by itself. */
  private static final Duration KEEP = Duration.ofDays(30);

  /** The payload of all mutations of one unit. */
  record Payload(Optional<Unit> unit, List<UserError> userErrors) {}

  private final TenantDatabase database;
  private final Authority authority;
  private final UuidSource ids;
  private final UnitStore store = new UnitStore();
  private final UnitLedger ledger = new UnitLedger();

  public UnitCommands(TenantDatabase database, Authority authority, UuidSource ids) {
    this.database = database;
    this.authority = authority;
    this.ids = ids;
  }

  /** The resolvers of the mutations. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .mutation("createUnit", this::create)
        .mutation("renameUnit", this::rename)
        .mutation("moveUnit", this::move)
        .mutation("archiveUnit", this::archive)
        .mutation("restoreUnit", this::restore)
        .mutation("addUnitMembers", this::addMembers)
        .mutation("removeUnitMembers", this::removeMembers)
        .build();
  }

  /** A change of the tree within its transaction, answering with the unit's id. */
  private interface Change {
    UUID make(TenantTransaction tx, UnitTree tree, Instant now);
  }

  private Payload changed(Resolution request, Change change) {
    Caller caller = request.caller();
    authority.requireAdmin(caller, REFUSED);
    Instant now = ids.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Unit unit =
        database.write(
            caller,
            tx -> {
              store.lock(tx);
              UUID id = change.make(tx, new UnitTree(store.all(tx)), now);
              return store.byIds(tx, List.of(id)).getFirst();
            });
    return new Payload(Optional.of(unit), List.of());
  }

  private Payload create(Resolution request) {
    Input input = request.input();
    String name = input.text("name", MAX_NAME);
    Optional<UUID> parent = input.optionalId("parentUnitId", TYPE);
    return changed(
        request,
        (tx, tree, now) -> {
          var unit = new Unit(ids.next(), parent, name, 1, now, now, Optional.empty());
          if (tree.inUse() >= UnitTree.SIZE) {
            throw input.invalid("name", "cannot be added: there are " + UnitTree.SIZE + " units");
          }
          requirePlace(tree, unit, 1);
          requireFree(tree, unit);
          store.insert(tx, unit);
          ledger.tell(tx, unit, "created", Optional.empty());
          return unit.id();
        });
  }

  private Payload rename(Resolution request) {
    Input input = request.input();
    UUID id = input.id("id", TYPE);
    String name = input.text("name", MAX_NAME);
    return changed(
        request,
        (tx, tree, now) -> {
          Unit unit = held(tree, id, input).named(name);
          requireFree(tree, unit);
          store.update(tx, unit, now);
          ledger.tell(tx, unit, "renamed", Optional.empty());
          return id;
        });
  }

  private Payload move(Resolution request) {
    Input input = request.input();
    UUID id = input.id("id", TYPE);
    Optional<UUID> parent = input.optionalId("parentUnitId", TYPE);
    return changed(
        request,
        (tx, tree, now) -> {
          Unit before = held(tree, id, input);
          Unit after = before.below(parent);
          requireNoCircle(tree, before, parent);
          requirePlace(tree, after, tree.height(before));
          requireFree(tree, after);
          store.update(tx, after, now);
          ledger.tell(tx, after, "moved", Optional.empty());
          return id;
        });
  }

  private Payload archive(Resolution request) {
    Input input = request.input();
    UUID id = input.id("id", TYPE);
    Optional<String> reason = input.optionalText("reason", MAX_REASON);
    return changed(
        request,
        (tx, tree, now) -> {
          Unit head = held(tree, id, input);
          List<Unit> below =
              tree.below(head).stream().filter(unit -> unit.archivedAt().isEmpty()).toList();
          var gone = new ArrayList<>(below);
          gone.add(head);
          List<DeletedSubject> dependants = below.stream().map(unit -> subject(tx, unit)).toList();
          tx.deletions().record(new Deletion(subject(tx, head), dependants, reason, now, KEEP));
          put(tx, gone, Optional.of(now), now);
          gone.forEach(unit -> ledger.tell(tx, unit, "archived", reason));
          return id;
        });
  }

  private Payload restore(Resolution request) {
    Input input = request.input();
    UUID id = input.id("id", TYPE);
    return changed(
        request,
        (tx, tree, now) -> {
          Unit head = tree.find(id).orElseThrow(UnitCommands::missing);
          if (head.archivedAt().isEmpty()) {
            throw ProblemException.at(
                "input.id",
                Problem.INVALID_TRANSITION,
                "The unit '" + head.name() + "' is not archived.");
          }
          List<Unit> back =
              tx.deletions().restore(Unit.TYPE.globalId(tx.caller(), head)).stream()
                  .map(DeletionRecord::subject)
                  .flatMap(subject -> GlobalId.uuidFor(tx.caller(), TYPE, subject.id()).stream())
                  .map(one -> tree.find(one).orElseThrow(UnitCommands::missing))
                  .toList();
          requirePlace(tree, head, tree.height(head));
          requireFree(tree, head);
          put(tx, back, Optional.empty(), now);
          back.forEach(unit -> ledger.tell(tx, unit, "restored", Optional.empty()));
          return id;
        });
  }

  private void put(TenantTransaction tx, List<Unit> units, Optional<Instant> at, Instant now) {
    List<UUID> all = units.stream().map(Unit::id).toList();
    store.archive(tx, all, at, now);
    store.keepAttributes(
        tx, store.membersOf(tx, all).stream().map(UnitStore.Member::userId).toList());
  }

  private Payload addMembers(Resolution request) {
    return withMembers(
        request,
        (tx, unit, users, now) -> {
          store.assign(tx, unit.id(), users, now);
          return "members-added";
        });
  }

  private Payload removeMembers(Resolution request) {
    return withMembers(
        request,
        (tx, unit, users, _) -> {
          store.dismiss(tx, unit.id(), users);
          return "members-removed";
        });
  }

  /** A change of who is in a unit; answers with what happened. */
  private interface MemberChange {
    String make(TenantTransaction tx, Unit unit, List<UUID> users, Instant now);
  }

  private Payload withMembers(Resolution request, MemberChange change) {
    Input input = request.input();
    UUID id = input.id("id", TYPE);
    List<UUID> users = input.ids("userIds", UserReference.TYPE.code());
    if (users.isEmpty() || users.size() > MOST_MEMBERS) {
      throw input.invalid("userIds", "must have 1 to " + MOST_MEMBERS + " entries");
    }
    List<UUID> distinct = users.stream().distinct().toList();
    return changed(
        request,
        (tx, tree, now) -> {
          Unit unit = held(tree, id, input);
          People.require(tx, "input.userIds", distinct);
          String what = change.make(tx, unit, distinct, now);
          store.keepAttributes(tx, distinct);
          ledger.tell(tx, unit, what, Optional.empty());
          return id;
        });
  }

  private static Unit held(UnitTree tree, UUID id, Input input) {
    Unit unit =
        tree.find(id)
            .filter(found -> found.archivedAt().isEmpty())
            .orElseThrow(UnitCommands::missing);
    if (input.optionalInteger("expectedVersion").filter(it -> it != unit.version()).isPresent()) {
      throw ProblemException.at(
          "input.expectedVersion",
          Problem.CONFLICT,
          "The unit has version " + unit.version() + " by now. Read it again and retry.");
    }
    return unit;
  }

  private static void requireNoCircle(UnitTree tree, Unit unit, Optional<UUID> parent) {
    boolean within =
        parent
            .flatMap(tree::find)
            .filter(above -> tree.path(above).stream().anyMatch(it -> it.id().equals(unit.id())))
            .isPresent();
    if (within) {
      throw ProblemException.at(
          "input.parentUnitId",
          Problem.VALIDATION_FAILED,
          "The unit '" + unit.name() + "' cannot be put below itself.");
    }
  }

  private static void requirePlace(UnitTree tree, Unit unit, int levels) {
    if (unit.parentId().isEmpty()) {
      return;
    }
    Unit parent =
        unit.parentId()
            .flatMap(tree::find)
            .filter(found -> found.archivedAt().isEmpty())
            .orElseThrow(() ->
                ProblemException.at(
                    "input.parentUnitId", Problem.NOT_FOUND, "There is no such unit."));
    if (tree.path(parent).size() + levels > UnitTree.DEPTH) {
      throw ProblemException.at(
          "input.parentUnitId",
          Problem.VALIDATION_FAILED,
          "Units can be at most " + UnitTree.DEPTH + " levels deep.");
    }
  }

  private static void requireFree(UnitTree tree, Unit unit) {
    if (tree.hasSibling(unit)) {
      throw ProblemException.at(
          "input.name",
          Problem.CONFLICT,
          "There is another unit '" + unit.name() + "' in this place. Choose another name.");
    }
  }

  private static DeletedSubject subject(TenantTransaction tx, Unit unit) {
    Optional<String> parent =
        unit.parentId().map(id -> GlobalId.of(TYPE, tx.caller().tenant(), id).toString());
    return new DeletedSubject(Unit.TYPE.name(), Unit.TYPE.globalId(tx.caller(), unit), parent);
  }

  private static ProblemException missing() {
    return new ProblemException(Problem.NOT_FOUND, "There is no such unit.");
  }
}
