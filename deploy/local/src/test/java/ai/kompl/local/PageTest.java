package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.page.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the assembled product in a real browser. */
class PageTest {
  @Test
  void thePageAnswersTheFirstQueryAndFollowsAnImportAndPlantedFaultsAreFound(@TempDir Path folder) {
    assumeTrue(Browser.find(System.getenv()).isPresent(), "there is no Chromium on this machine");
    var figures = new Figures();

    new PageProof().run(folder, figures, System.out::println);

    assertThat(figures.remarks()).as(figures.line()).isEmpty();
  }
}
