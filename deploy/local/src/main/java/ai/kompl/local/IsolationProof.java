package ai.kompl.local;

import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import ai.kompl.local.verify.isolation.IsolationTrial;
import java.nio.file.Path;
import java.util.function.Consumer;

/** No tenant gets at another's data, and leaks that are planted are found. */
final class IsolationProof implements Proof {
  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public String summary() {
    return "one tenant's attacks on another: generated from the schema, by hand, and under load";
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    try (IsolationArena arena = IsolationArena.start(folder, note)) {
      new IsolationTrial(arena, note).run(figures);
    }
  }
}
