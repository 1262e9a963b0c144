package ai.kompl.identity.user;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.Loader;
import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.TotalCount;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The queries on people and the entity {@code User}. */
public final class UserResolvers {

  private static final ListId BY_NAME = new ListId("identity.users", "displayName,id");

  private final UserStore users;
  private final Loader<UUID, User> byId;

  /** Resolvers over those accounts. */
  public UserResolvers(UserStore users) {
    this.users = users;
    this.byId = Loader.of("identity.users", users::byIds);
  }

  /** The resolvers. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("me", this::me)
        .query("user", request -> find(request, request.id("id", User.TYPE.code())))
        .query("users", this::page)
        .entity(User.TYPE, byId)
        .build();
  }

  private CompletableFuture<User> me(Resolution request) {
    return find(request, request.caller().subject());
  }

  private CompletableFuture<User> find(Resolution request, UUID id) {
    return request.load(byId, id).thenApply(UserResolvers::found);
  }

  private static User found(@Nullable User user) {
    if (user == null) {
      throw new ProblemException(Problem.NOT_FOUND, "There is no such user.");
    }
    return user;
  }

  private Connection<User> page(Resolution request) {
    PageRequest page = request.page(BY_NAME);
    Caller caller = request.caller();
    return Connection.of(
        page,
        users.page(caller, page),
        UserStore::place,
        new TotalCount.Direct(() -> users.count(caller)));
  }
}
