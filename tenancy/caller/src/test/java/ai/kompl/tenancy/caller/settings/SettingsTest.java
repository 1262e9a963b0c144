package ai.kompl.tenancy.caller.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final SettingKey<Integer> PORT =
      SettingKey.of("gateway.port", SettingType.COUNT, "8080", "Port.");
  private static final SettingKey<Duration> WAIT =
      SettingKey.of("gateway.wait-time", SettingType.DURATION, "30s", "Wait.");
  private static final SettingKey<String> SECRET =
      SettingKey.required("gateway.secret", SettingType.TEXT, "The secret.").asSecret();
  private static final SettingKey<Long> SIZE =
      SettingKey.of("gateway.size", SettingType.BYTES, "1MiB", "Size.");
  private static final SettingsCatalogue CATALOGUE = SettingsCatalogue.of(PORT, WAIT, SECRET, SIZE);

  @Test
  void theEnvironmentBeatsTheFileBeatsTheDefault(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("kompl.properties");
    Files.writeString(file, "# ours\ngateway.port = 9000\ngateway.wait-time=5m\n");

    Settings settings =
        Settings.load(
            CATALOGUE, Optional.of(file), Map.of("KOMPL_GATEWAY_PORT", "9100", "PATH", "/bin"));

    assertThat(settings.get(PORT)).isEqualTo(9100);
    assertThat(settings.get(WAIT)).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.get(SIZE)).isEqualTo(1 << 20);
  }

  @Test
  void unknownNamesAreRefusedWithTheNearestKnownOne() {
    assertThatThrownBy(() ->
            Settings.load(
                CATALOGUE,
                Map.of("gateway.prot", "1", "nothing.like.it.at.all", "1"),
                Map.of("KOMPL_GATEWAY_WAITTIME", "1s")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("Unknown setting gateway.prot. Did you mean gateway.port?")
        .hasMessageContaining("Did you mean KOMPL_GATEWAY_WAIT_TIME?")
        .hasMessageContaining("Unknown setting nothing.like.it.at.all.");
  }

  @Test
  void aMissingSettingIsAskedForByName() {
    Settings settings = Settings.load(CATALOGUE, Map.of(), Map.of());

    assertThat(settings.find(SECRET)).isEmpty();
    assertThatThrownBy(() -> settings.get(SECRET))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("gateway.secret")
        .hasMessageContaining("KOMPL_GATEWAY_SECRET");
  }

  @Test
  void aWrongSecretIsNotShown() {
    assertThatThrownBy(() -> Settings.load(CATALOGUE, Map.of("gateway.secret", "   "), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("gateway.secret")
        .hasMessageNotContaining("\"   \"");
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.port, -1",
    "gateway.port, 80x",
    "gateway.wait-time, 30",
    "gateway.wait-time, 3 weeks",
    "gateway.size, 1MB",
    "gateway.size, 99999999999"
  })
  void aMalformedValueIsRefusedWithWhatIsExpected(String name, String value) {
    assertThatThrownBy(() -> Settings.load(CATALOGUE, Map.of(name, value), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("expected");
  }

  @Test
  void aNameGivenTwiceInTheFileIsRefused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("kompl.properties");
    Files.writeString(file, "gateway.port=1\ngateway.port=2\n");

    assertThatThrownBy(() -> Settings.load(CATALOGUE, Optional.of(file), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("given twice");
  }

  @Test
  void theTableHasOneRowForEachSetting() {
    SettingsCatalogue catalogue = PlatformKeys.catalogue();

    List<String> lines = catalogue.markdown().lines().toList();

    assertThat(lines).hasSize(catalogue.keys().size() + 2);
    assertThat(lines).anyMatch(line -> line.startsWith("| `redis.url` | `KOMPL_REDIS_URL` | - |"));
  }

  @Test
  void everyDefaultOfThePlatformIsAValidValue() {
    Settings settings = Settings.load(PlatformKeys.catalogue(), Map.of(), Map.of());

    assertThat(settings.get(PlatformKeys.UPLOAD_LIMIT)).isEqualTo(64L << 20);
  }
}
