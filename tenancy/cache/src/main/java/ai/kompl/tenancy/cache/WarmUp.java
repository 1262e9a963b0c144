package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.cache.LocalLevel.Use;
import ai.kompl.tenancy.caller.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Remembers in a file what was used most and loads it after a start, in batches, one after the
 * other. Losing the file costs nothing but time.
 */
final class WarmUp implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());
  private static final Duration SAVE = Duration.ofSeconds(30);
  private static final Duration OPEN = Duration.ofMillis(50);
  private static final int OPEN_TRIES = 200;
  private static final int BATCH = 100;

  private record Place(String cache, TenantId tenant) {}

  private final Path file;
  private final int most;
  private final TenantCaches caches;
  private final Closing closing = new Closing();
  private final Thread thread;

  WarmUp(Path file, int most, TenantCaches caches) {
    this.file = file;
    this.most = most;
    this.caches = caches;
    this.thread = Thread.ofVirtual().name("cache-warm-up").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  private void loop() {
    load();
    while (!closing.within(SAVE)) {
      save();
    }
  }

  private void load() {
    Map<Place, Set<String>> wanted = read();
    for (int tries = 0; !caches.usable() && tries < OPEN_TRIES; tries++) {
      if (closing.within(OPEN)) {
        return;
      }
    }
    wanted.forEach((place, ids) -> {
      if (caches.usable() && !closing.within(Duration.ZERO)) {
        batches(ids).forEach(some -> caches.reload(place.cache(), place.tenant(), some));
      }
    });
  }

  private static List<Set<String>> batches(Set<String> ids) {
    List<String> all = List.copyOf(ids);
    return Stream.iterate(0, from -> from < all.size(), from -> from + BATCH)
        .map(from -> Set.copyOf(all.subList(from, Math.min(all.size(), from + BATCH))))
        .toList();
  }

  private Map<Place, Set<String>> read() {
    Map<Place, Set<String>> wanted = new LinkedHashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .limit(most)
          .map(line -> line.split(" ", -1))
          .filter(words -> words.length == 3 && words[1].matches("[0-9a-f]{16}"))
          .filter(words -> CacheKey.isId(words[2]))
          .forEach(words ->
              wanted
                  .computeIfAbsent(
                      new Place(words[0], new TenantId(words[1])), _ -> new LinkedHashSet<>())
                  .add(words[2]));
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.log(System.Logger.Level.WARNING, "cache-warm-up-unread", e);
    }
    return wanted;
  }

  private void save() {
    List<Use> uses = caches.hottest(most);
    if (uses.isEmpty()) {
      return;
    }
    String text =
        uses.stream()
            .map(use -> use.cache() + " " + use.tenant() + " " + use.id())
            .collect(Collectors.joining("\n", "", "\n"));
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cache-warm-up-unsaved", e);
    }
  }

  @Override
  public void close() {
    closing.end(thread);
    save();
  }
}
