package ai.kompl.identity.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewUserTest {

  private static final String PASSWORD = "long enough to be taken";

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ana", "@acme.example", "ana@", "a na@acme.example", "a@b@c", "a\u0000@b"})
  void whatIsNoAddressIsRefused(String text) {
    assertRefused(() -> NewUser.person(text, "Ana", PASSWORD), "input.email");
  }

  @Test
  void anAddressLongerThanMailAllowsIsRefused() {
    assertRefused(() -> NewUser.person("a@" + "b".repeat(253), "Ana", PASSWORD), "input.email");
  }

  @Test
  void addressesAreToldApartWithoutCase() {
    assertThat(new EmailAddress(" Ana@Acme.Example ").key()).isEqualTo("ana@acme.example");
    assertThat(new EmailAddress(" Ana@Acme.Example ").text()).isEqualTo("Ana@Acme.Example");
  }

  @Test
  void passwordsThatAreTooShortOrTooLongAreRefused() {
    assertRefused(() -> NewUser.person("a@b.example", "Ana", "x".repeat(11)), "input.password");
    assertRefused(() -> NewUser.person("a@b.example", "Ana", "x".repeat(129)), "input.password");
    assertThat(NewUser.person("a@b.example", "Ana", "x".repeat(128)).password()).hasSize(128);
  }

  @Test
  void aNameIsNeeded() {
    assertRefused(() -> NewUser.person("a@b.example", "  ", PASSWORD), "input.displayName");
  }

  @Test
  void thePasswordIsNeverShown() {
    assertThat(NewUser.person("a@b.example", "Ana", PASSWORD).toString()).doesNotContain(PASSWORD);
  }

  private static void assertRefused(Runnable making, String path) {
    assertThatThrownBy(making::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.VALIDATION_FAILED);
              assertThat(e.path()).contains(path);
            });
  }
}
