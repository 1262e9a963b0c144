package ai.kompl.local.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Older leaf modules of Helidon run on a newer core here, so every class, method and field that
 * they refer to must still exist. A wrong version in the parent POM shows up in this test, and not
 * as an error at run time.
 */
class LinkageRulesTest {
  /**
   * References known to be broken and kept out of reach: DbColumn's converting getters are never
   * called (docs/decisions/0002).
   */
  private static final String CONVERTING_GETTER =
      "io/helidon/common/mapper/Value.create(Lio/helidon/common/mapper/MapperManager;";

  @Test
  void whatTheLibrariesReferToExists() throws IOException {
    var classPath = ClassPathLinks.read(System.getProperty("java.class.path"));

    var broken = new TreeSet<>(classPath.brokenReferences());

    broken.removeIf(reference -> reference.contains(CONVERTING_GETTER));
    assertThat(classPath.checkedClasses()).as("classes looked at").isGreaterThan(3000);
    assertThat(broken).as("references to what is not on the class path").isEmpty();
  }

  @Test
  void aMissingMethodIsNoticed() throws IOException {
    var classes = Path.of("target/test-classes").toAbsolutePath();
    var onlyTests = ClassPathLinks.readFolder(classes, "ai/kompl/local/rules/", "org/assertj/");

    assertThat(onlyTests.brokenReferences())
        .as("the library under test is not on this class path")
        .anySatisfy(reference -> assertThat(reference).contains("org/assertj/core/api/Assertions"));
  }
}
