package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.local.verify.Figures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trial of one tenant against another over the assembled product. */
class IsolationTest {
  @Test
  void noRootFieldAndNoEntityResolverGivesAnotherTenantsDataAndAPlantedLeakIsFound(
      @TempDir Path folder) {
    var figures = new Figures();

    new IsolationProof().run(folder, figures, _ -> {});

    assertThat(figures.remarks()).as(figures.line()).isEmpty();
  }
}
