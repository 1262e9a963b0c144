package ai.kompl.dataloaders;

import ai.kompl.tenancy.caller.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;
import org.dataloader.DataLoaderRegistry;

/**
 * The loaders of one request of one caller. Values read are remembered until the request ends and
 * never seen by another, so that no rights can be borrowed through a cache.
 */
public final class TenantLoaders {

  private final Caller caller;
  private final DataLoaderRegistry registry;
  private final Map<String, Loader<?, ?>> declared = new ConcurrentHashMap<>();

  /**
   * Loaders for a request.
   *
   * @param caller whose rights every read has
   * @param registry the request's own registry, which its executor dispatches
   */
  public TenantLoaders(Caller caller, DataLoaderRegistry registry) {
    this.caller = caller;
    this.registry = registry;
  }

  /**
   * Makes a loader known to the request, once.
   *
   * @param execution where its batches run
   * @return the name it has in the registry
   * @throws IllegalStateException when another loader has the same name
   */
  public <K, V> String declare(Loader<K, V> loader, BatchExecution execution) {
    // Inside computeIfAbsent, so that no thread sees the name before the registry has it.
    Loader<?, ?> known =
        declared.computeIfAbsent(
            loader.name(),
            name -> {
              registry.register(name, dataLoader(loader, execution));
              return loader;
            });
    if (!loader.equals(known)) {
      throw new IllegalStateException("two loaders are named " + loader.name());
    }
    return loader.name();
  }

  private <K, V> DataLoader<K, V> dataLoader(Loader<K, V> loader, BatchExecution execution) {
    return DataLoaderFactory.newMappedDataLoader(
        loader.name(),
        keys -> execution.run(() -> loader.batch().load(caller, keys)),
        DataLoaderOptions.newOptions().setMaxBatchSize(loader.maxBatch()).build());
  }
}
