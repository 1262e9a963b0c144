package ai.kompl.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoOperationTest {

  @Test
  void theOperationThatTheDemoSendsIsPackedWithItsSubgraph() {
    String operation = Demo.operation();

    assertThat(operation)
        .contains("query RequirementsWithControls(")
        .contains("$frameworkVersionId: ID!", "$family: String!", "$first: Int", "$after: String");
  }
}
