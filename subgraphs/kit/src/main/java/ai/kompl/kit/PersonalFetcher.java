package ai.kompl.kit;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.access.Access;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a field marked {@code @personal}: shows it in full to who may see it and takes note of
 * that, and masks it for everyone else. Operations without a caller show what they were made to
 * show.
 */
final class PersonalFetcher implements DataFetcher<@Nullable Object> {
  private static final String USER = "user";

  private final DataFetcher<?> fetcher;
  private final FieldResolver<Object, ?> id;
  private final Rule rule;

  /**
   * A fetcher of a personal field.
   *
   * @param fetcher reads the field
   * @param id reads the global id of the entity that the field stands on
   */
  PersonalFetcher(DataFetcher<?> fetcher, FieldResolver<Object, ?> id, Rule rule) {
    this.fetcher = fetcher;
    this.id = id;
    this.rule = rule;
  }

  /**
   * Who may see a personal field.
   *
   * @param subgraph where it is
   * @param type the type it stands on
   * @param seenBy the roles, empty for everyone
   * @param mask what the others see of a text; of anything else they see nothing
   */
  record Rule(String subgraph, String type, Set<String> seenBy, Mask mask) {
    Rule {
      seenBy = Set.copyOf(seenBy);
    }

    boolean lets(Caller caller) {
      return seenBy.isEmpty() || seenBy.stream().anyMatch(caller::hasRole);
    }

    String action() {
      return subgraph + "." + type.toLowerCase(Locale.ROOT) + ".read";
    }
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) throws Exception {
    Object value = fetcher.get(environment);
    Object source = environment.getSource();
    var request = new Resolution(environment);
    Optional<Caller> caller = request.maybeCaller();
    if (source == null || caller.isEmpty()) {
      return value;
    }
    String entity = String.valueOf(id.resolve(source, request));
    if (isOwn(caller.get(), entity)) {
      return value;
    }
    var context = RequestContext.of(environment);
    return value instanceof CompletionStage<?> later
        ? later.thenApply(it -> shown(it, caller.get(), entity, context))
        : shown(value, caller.get(), entity, context);
  }

  private @Nullable Object shown(
      @Nullable Object value, Caller caller, String entity, RequestContext context) {
    if (value == null) {
      return null;
    }
    if (!rule.lets(caller)) {
      return value instanceof String text ? rule.mask().of(text) : null;
    }
    context.shown(Access.read(rule.action(), rule.type(), entity));
    return value;
  }

  private static boolean isOwn(Caller caller, String entity) {
    return GlobalId.uuidFor(caller, USER, entity).filter(caller.subject()::equals).isPresent();
  }
}
