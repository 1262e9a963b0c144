package ai.kompl.tenancy.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalIdTest {
  private static final TenantId NORTH = new TenantId("1f2e3d4c5b6a7980");
  private static final TenantId SOUTH = new TenantId("aaaaaaaa5b6a7980");

  @Test
  void everyKeySurvivesTheWayThroughTheText() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      var uuid = new UUID(random.nextLong(), random.nextLong());
      String text = GlobalId.of("import-job", NORTH, uuid).toString();

      assertThat(GlobalId.uuidFor(NORTH, "import-job", text)).hasValue(uuid);
    }
  }

  @Test
  void theTextTellsTypeAndTenant() {
    assertThat(GlobalId.of("control", NORTH, new UUID(-1, -1)))
        .hasToString("control_1f2e3d4c_7zzzzzzzzzzzzzzzzzzzzzzzzz");
    assertThat(GlobalId.of("control", NORTH, new UUID(0, 1)))
        .hasToString("control_1f2e3d4c_00000000000000000000000001");
  }

  @Test
  void anIdOfAnotherTypeOrTenantIsNotFound() {
    var uuid = new UUID(1, 2);
    String text = GlobalId.of("control", NORTH, uuid).toString();

    assertThat(GlobalId.uuidFor(NORTH, "control", text)).as("positive control").hasValue(uuid);
    assertThat(GlobalId.uuidFor(NORTH, "framework", text)).isEmpty();
    assertThat(GlobalId.uuidFor(SOUTH, "control", text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "control",
        "control_1f2e3d4c",
        "control_1f2e3d4c_",
        "control_1f2e3d4c_8zzzzzzzzzzzzzzzzzzzzzzzzz",
        "control_1f2e3d4c_0000000000000000000000000i",
        "control_1f2e3d4c_0000000000000000000000000l",
        "control_1f2e3d4c_0000000000000000000000000u",
        "CONTROL_1f2e3d4c_00000000000000000000000001",
        "control_1F2E3D4C_00000000000000000000000001",
        "control_1f2e3d4c_00000000000000000000000001 ",
        "control_1f2e3d4c_00000000000000000000000001\n",
        "control_1f2e3d4c_000000000000000000000000001",
        "control'; drop table x_1f2e3d4c_00000000000000000000000001"
      })
  void malformedTextIsNoId(String text) {
    assertThat(GlobalId.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0123456789abcdeF", "0123456789abcde", "0123456789abcdef0", "x'; drop --"})
  void aTenantIdHasOneFormOnly(String text) {
    assertThatThrownBy(() -> new TenantId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
