package ai.kompl.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The vector extension of one server: there from the start, added by a build in a background
 * thread, or not there.
 */
final class VectorSupport {
  private final PostgresData data;
  private final VectorBuild build;
  private final AtomicReference<VectorExtension> state;
  // Written before the thread starts, by the thread that starts the server.
  private volatile @Nullable Thread builder;

  VectorSupport(PostgresData data, VectorExtension.Choice choice) {
    this.data = data;
    this.build = new VectorBuild(data.programs(), data.folder().log("vector-build.log"));
    this.state = new AtomicReference<>(atStart(choice));
  }

  private VectorExtension atStart(VectorExtension.Choice choice) {
    boolean built = build.built().isPresent();
    return switch (choice) {
      case OFF -> new VectorExtension.Unavailable("switched off by the settings");
      case USE_WHERE_BUILT ->
          built
              ? new VectorExtension.Available()
              : new VectorExtension.Unavailable("not built on this machine");
      case BUILD_WHERE_POSSIBLE ->
          built ? new VectorExtension.Available() : new VectorExtension.Building();
    };
  }

  VectorExtension state() {
    return state.get();
  }

  /** The folder to configure the server with. */
  Optional<Path> folder() {
    return state.get() instanceof VectorExtension.Available ? build.built() : Optional.empty();
  }

  /**
   * Builds the extension where that was asked for and is still to be done; never holds up the
   * caller.
   *
   * @param reload makes the running server read its configuration again
   */
  void buildInBackground(Runnable reload) {
    if (state.get() instanceof VectorExtension.Building) {
      builder =
          Thread.ofPlatform().daemon().name("build-vector-extension").start(() -> build(reload));
    }
  }

  private void build(Runnable reload) {
    VectorExtension result = build.run();
    try {
      if (result instanceof VectorExtension.Available) {
        data.configure(build.built());
        reload.run();
      }
      state.set(result);
    } catch (EmbeddedServerException e) {
      state.set(new VectorExtension.Unavailable(e.toString()));
    }
  }

  /** Gives up a build that is under way and waits for its end. */
  void cancel() {
    Thread thread = builder;
    if (thread != null && thread.isAlive()) {
      thread.interrupt();
      boolean interrupted = Thread.interrupted();
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
