package ai.kompl.dataloaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  private static final TenantId ACME = new TenantId("00000000000000aa");
  private static final TenantId GLOBEX = new TenantId("00000000000000bb");
  private static final ListId CONTROLS = new ListId("regops.controls", "ref,id");
  private static final Position PLACE = Position.of("AC-2", "7f1c");

  private final Cursors cursors = new Cursors(new byte[32]);

  @Test
  void aCursorLeadsBackToItsPosition() {
    String cursor = cursors.write(ACME, CONTROLS, PLACE);

    Position read = cursors.read(ACME, CONTROLS, cursor, "after");

    assertThat(read).isEqualTo(PLACE);
  }

  @Test
  void anotherTenantsCursorIsRefused() {
    String cursor = cursors.write(GLOBEX, CONTROLS, PLACE);

    assertRefused(cursors, ACME, CONTROLS, cursor);
  }

  @Test
  void aCursorOfAnotherListOrOrderingIsRefused() {
    String ofRisks = cursors.write(ACME, new ListId("riskops.risks", "ref,id"), PLACE);
    String byTitle = cursors.write(ACME, new ListId("regops.controls", "title,id"), PLACE);

    assertRefused(cursors, ACME, CONTROLS, ofRisks);
    assertRefused(cursors, ACME, CONTROLS, byTitle);
  }

  @Test
  void everyAlteredBitIsNoticed() {
    byte[] cursor = Base64.getUrlDecoder().decode(cursors.write(ACME, CONTROLS, PLACE));

    for (int bit = 0; bit < cursor.length * 8; bit++) {
      byte[] altered = cursor.clone();
      altered[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(cursors, ACME, CONTROLS, Base64.getUrlEncoder().encodeToString(altered));
    }
  }

  @Test
  void aCursorSignedWithAnotherSecretIsRefused() {
    byte[] other = new byte[32];
    other[31] = 1;
    String cursor = new Cursors(other).write(ACME, CONTROLS, PLACE);

    assertRefused(cursors, ACME, CONTROLS, cursor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "not base64!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA"})
  void whatIsNoCursorIsRefused(String text) {
    assertRefused(cursors, ACME, CONTROLS, text);
  }

  @Test
  void aSecretThatIsTooShortIsNotAccepted() {
    assertThatThrownBy(() -> new Cursors(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(Cursors cursors, TenantId tenant, ListId list, String cursor) {
    assertThatThrownBy(() -> cursors.read(tenant, list, cursor, "after"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.VALIDATION_FAILED);
              assertThat(e.path()).contains("after");
            });
  }
}
