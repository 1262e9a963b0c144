package ai.kompl.kit;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.CursorScope;
import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.Loader;
import ai.kompl.dataloaders.PageArguments;
import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.Window;
import ai.kompl.dataloaders.Windows;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import graphql.schema.DataFetchingEnvironment;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;

/** One field being answered: its arguments, who asks, and the loaders of the request. */
public final class Resolution {

  private final DataFetchingEnvironment environment;
  private final RequestContext context;

  Resolution(DataFetchingEnvironment environment) {
    this.environment = environment;
    this.context = RequestContext.of(environment);
  }

  /**
   * Who asks.
   *
   * @throws ProblemException {@code UNAUTHENTICATED} in a public operation without a token
   */
  public Caller caller() {
    return context.caller().orElseThrow(() -> new ProblemException(Problem.UNAUTHENTICATED));
  }

  /** Who asks, if known: empty only in public operations. */
  public Optional<Caller> maybeCaller() {
    return context.caller();
  }

  /** The request's id, for logs and audit. */
  public String requestId() {
    return context.requestId();
  }

  /** All arguments of the field. */
  public Input arguments() {
    return new Input(environment.getArguments(), "", context.caller());
  }

  /** The argument named {@code input}, which mutations have. */
  public Input input() {
    return arguments().object("input");
  }

  /** The internal id behind a global id given as an argument; see {@link Input#id}. */
  public UUID id(String argument, String code) {
    return arguments().id(argument, code);
  }

  /**
   * The page asked for by the four paging arguments of a connection.
   *
   * @throws ProblemException {@code VALIDATION_FAILED}, see {@link PageArguments#in}
   */
  public PageRequest page(ListId list) {
    Input arguments = arguments();
    return new PageArguments(
            arguments.optionalInteger("first").orElse(null),
            arguments.optionalString("after").orElse(null),
            arguments.optionalInteger("last").orElse(null),
            arguments.optionalString("before").orElse(null))
        .in(new CursorScope(context.cursors(), caller().tenant(), list));
  }

  /**
   * Reads a value together with all others that the request asks of the same loader.
   *
   * @return a future to be returned from the resolver; of null when there is no such value
   */
  public <K, V> CompletableFuture<V> load(Loader<K, V> loader, K key) {
    String name = context.declare(loader, environment.getOperationDefinition().getOperation());
    DataLoader<K, V> batches = environment.getDataLoader(name);
    if (batches == null) {
      throw new IllegalStateException("loader " + name + " was not registered");
    }
    return batches.load(key);
  }

  /** A page of one parent's children, read together with those of the other parents. */
  public <P, F, T> CompletableFuture<Connection<T>> load(
      Windows<P, F, T> windows, P parent, F filter, PageRequest page) {
    return load(windows.loader(), new Window<>(parent, filter, page));
  }

  /**
   * Whether the operation selects a field below this one; the pattern may hold {@code /} and {@code
   * *}.
   */
  public boolean selects(String pattern) {
    return environment.getSelectionSet().contains(pattern);
  }
}
