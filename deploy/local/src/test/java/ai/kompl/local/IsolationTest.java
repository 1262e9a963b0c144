package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.local.verify.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trial of one tenant against another over the assembled product, in its short form. */
class IsolationTest {
  private static final int REQUESTS = 2_000;

  @Test
  void noTenantGetsAtAnothersData(@TempDir Path folder) {
    var figures = new Figures();
    List<String> notes = new ArrayList<>();

    IsolationProof.in(folder).with(REQUESTS).run(folder, figures, notes::add);

    assertThat(figures.remarks()).as(figures.line() + "\n" + String.join("\n", notes)).isEmpty();
  }
}
