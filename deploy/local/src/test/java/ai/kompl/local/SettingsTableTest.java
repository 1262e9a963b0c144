package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README says what is true. */
class SettingsTableTest {
  @Test
  void theReadmeListsEverySettingWithItsDefault() throws IOException {
    String readme = Files.readString(Path.of(System.getProperty("kompl.root"), "README.md"));

    assertThat(readme).contains(ProductKeys.catalogue().markdown());
  }

  @Test
  void theReadmeShowsTheFirstQuery() throws IOException {
    String readme = Files.readString(Path.of(System.getProperty("kompl.root"), "README.md"));

    assertThat(readme).contains(FirstQuery.TEXT);
  }
}
