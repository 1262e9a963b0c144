package ai.kompl.tenants.unit;

import ai.kompl.dataloaders.Loader;
import ai.kompl.kit.People;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserReference;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.TenantDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers what is asked about units. */
public final class UnitQueries {
  private final TenantDatabase database;
  private final UnitStore store = new UnitStore();
  private final Loader<UUID, Unit> byId = Loader.of("tenants.units", this::units);
  private final Loader<UUID, List<Unit>> paths = Loader.of("tenants.unitPaths", this::paths);
  private final Loader<UUID, List<UserReference>> members =
      Loader.of("tenants.unitMembers", this::members);
  private final Loader<UUID, UserReference> people = Loader.of("tenants.people", this::people);
  private final Loader<UUID, Unit> unitOf = Loader.of("tenants.unitOfUser", this::unitsOf);

  public UnitQueries(TenantDatabase database) {
    this.database = database;
  }

  /** The resolvers of units, and of the unit of a person. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("units", this::all)
        .query("unit", this::one)
        .entity(Unit.TYPE, byId)
        .field(Unit.TYPE, "parent", this::parent)
        .field(Unit.TYPE, "path", (unit, request) -> request.load(paths, unit.id()))
        .field(Unit.TYPE, "members", (unit, request) -> request.load(members, unit.id()))
        .entity(UserReference.TYPE, people)
        .field(UserReference.TYPE, "unit", (user, request) -> request.load(unitOf, user.id()))
        .build();
  }

  private List<Unit> all(Resolution request) {
    boolean archivedToo = request.arguments().bool("includeArchived", false);
    return database.read(request.caller(), store::all).stream()
        .filter(unit -> archivedToo || unit.archivedAt().isEmpty())
        .toList();
  }

  private CompletableFuture<Unit> one(Resolution request) {
    return request.load(byId, request.id("id", Unit.TYPE.code())).thenApply(UnitQueries::found);
  }

  private static Unit found(Unit unit) {
    return Optional.ofNullable(unit)
        .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no such unit."));
  }

  private CompletableFuture<Optional<Unit>> parent(Unit unit, Resolution request) {
    if (unit.parentId().isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return request.load(byId, unit.parentId().get()).thenApply(Optional::ofNullable);
  }

  private Map<UUID, Unit> units(Caller caller, Set<UUID> ids) {
    return database.read(caller, tx -> store.byIds(tx, ids)).stream()
        .collect(Collectors.toMap(Unit::id, Function.identity()));
  }

  private Map<UUID, List<Unit>> paths(Caller caller, Set<UUID> ids) {
    var tree = new UnitTree(database.read(caller, store::all));
    return ids.stream()
        .flatMap(id -> tree.find(id).stream())
        .collect(Collectors.toMap(Unit::id, tree::path));
  }

  private Map<UUID, List<UserReference>> members(Caller caller, Set<UUID> ids) {
    Map<UUID, List<UserReference>> found =
        database.read(caller, tx -> store.membersOf(tx, ids)).stream()
            .collect(
                Collectors.groupingBy(
                    UnitStore.Member::unitId,
                    Collectors.mapping(
                        member -> new UserReference(member.userId()), Collectors.toList())));
    return ids.stream()
        .collect(Collectors.toMap(Function.identity(), id -> found.getOrDefault(id, List.of())));
  }

  private Map<UUID, UserReference> people(Caller caller, Set<UUID> ids) {
    return database.read(caller, tx -> People.known(tx, ids)).stream()
        .collect(Collectors.toMap(Function.identity(), UserReference::new));
  }

  private Map<UUID, Unit> unitsOf(Caller caller, Set<UUID> users) {
    return database.read(
        caller,
        tx -> {
          List<UnitStore.Member> found = store.unitsOf(tx, users);
          Map<UUID, Unit> units =
              store
                  .byIds(tx, found.stream().map(UnitStore.Member::unitId).distinct().toList())
                  .stream()
                  .collect(Collectors.toMap(Unit::id, Function.identity()));
          Map<UUID, Unit> byUser = new HashMap<>();
          for (UnitStore.Member member : found) {
            Optional.ofNullable(units.get(member.unitId()))
                .ifPresent(unit -> byUser.put(member.userId(), unit));
          }
          return byUser;
        });
  }
}
