package ai.kompl.tenancy.caller.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The configuration of a running program. A value from the environment beats one from the file,
 * which beats the default. Names that the catalogue does not have are refused, so that a misspelt
 * setting is found at the start and not by its absence.
 */
public final class Settings {
  private static final String PREFIX = "KOMPL_";

  /** Read by the launcher and by tests before there is a catalogue; they are no settings. */
  private static final Set<String> OUTSIDE =
      Set.of(
          "KOMPL_CONFIG",
          "KOMPL_CHROMIUM",
          "KOMPL_SHARED",
          "KOMPL_JAVA_HOME",
          "KOMPL_JAVA_OPTS",
          "KOMPL_HEAP",
          "KOMPL_TIER");

  private final SettingsCatalogue catalogue;
  private final Map<SettingKey<?>, String> given;
  private final Map<SettingKey<?>, Object> values;

  private Settings(
      SettingsCatalogue catalogue,
      Map<SettingKey<?>, String> given,
      Map<SettingKey<?>, Object> values) {
    this.catalogue = catalogue;
    this.given = Map.copyOf(given);
    this.values = Map.copyOf(values);
  }

  /**
   * Reads the configuration.
   *
   * @param file a properties file in UTF-8, if there is one
   * @param environment the process environment
   * @throws SettingsException naming every unknown name and malformed value
   */
  public static Settings load(
      SettingsCatalogue catalogue, Optional<Path> file, Map<String, String> environment) {
    Map<String, String> fromFile = file.map(Settings::readFile).orElse(Map.of());
    return load(catalogue, fromFile, environment);
  }

  /** As the other, with the file's values given directly. */
  public static Settings load(
      SettingsCatalogue catalogue, Map<String, String> file, Map<String, String> environment) {
    List<String> faults = new ArrayList<>();
    Map<SettingKey<?>, String> texts = new HashMap<>();
    file.forEach((name, text) -> keep(catalogue, name, text, texts, faults));
    environment.forEach((name, text) -> keepVariable(catalogue, name, text, texts, faults));
    return of(catalogue, texts, faults);
  }

  /**
   * This configuration with further values, such as the addresses of servers that were started for
   * it.
   *
   * @param more texts by setting name; they win over what was given before
   * @throws SettingsException naming every unknown name and malformed value
   */
  public Settings with(Map<String, String> more) {
    List<String> faults = new ArrayList<>();
    Map<SettingKey<?>, String> texts = new HashMap<>(given);
    more.forEach((name, text) -> keep(catalogue, name, text, texts, faults));
    return of(catalogue, texts, faults);
  }

  /** What was given, secrets included, as the environment of a process that is to have the same. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    given.forEach((key, text) -> environment.put(key.environmentName(), text));
    return Map.copyOf(environment);
  }

  private static Settings of(
      SettingsCatalogue catalogue, Map<SettingKey<?>, String> texts, List<String> faults) {
    Map<SettingKey<?>, Object> values = new HashMap<>();
    for (SettingKey<?> key : catalogue.keys()) {
      Optional.ofNullable(texts.get(key))
          .or(key::defaultText)
          .ifPresent(text -> parse(key, text, values, faults));
    }
    if (!faults.isEmpty()) {
      throw new SettingsException(faults.stream().sorted().toList());
    }
    return new Settings(catalogue, texts, values);
  }

  /**
   * The value of a setting.
   *
   * @throws SettingsException when it has no default and was not given
   */
  public <T> T get(SettingKey<T> key) {
    return find(key)
        .orElseThrow(() ->
            new SettingsException(
                List.of(
                    "The setting %s is needed: %s Give it in the configuration file or as %s."
                        .formatted(key.name(), key.documentation(), key.environmentName()))));
  }

  /** The value of a setting; empty when it has no default and was not given. */
  public <T> Optional<T> find(SettingKey<T> key) {
    if (!catalogue.keys().contains(key)) {
      throw new IllegalArgumentException("not in the catalogue: " + key.name());
    }
    // The value under a key was made by that key's parser, so it has the key's type.
    @SuppressWarnings("unchecked") // reason: see the line above
    T value = (T) values.get(key);
    return Optional.ofNullable(value);
  }

  /** The keys this configuration knows. */
  public SettingsCatalogue catalogue() {
    return catalogue;
  }

  private static void keep(
      SettingsCatalogue catalogue,
      String name,
      String text,
      Map<SettingKey<?>, String> texts,
      List<String> faults) {
    catalogue
        .byName(name)
        .ifPresentOrElse(
            key -> texts.put(key, text),
            () ->
                faults.add(
                    unknown(name, catalogue.keys().stream().map(SettingKey::name).toList())));
  }

  private static void keepVariable(
      SettingsCatalogue catalogue,
      String name,
      String text,
      Map<SettingKey<?>, String> texts,
      List<String> faults) {
    if (!name.startsWith(PREFIX) || OUTSIDE.contains(name)) {
      return;
    }
    catalogue
        .byEnvironmentName(name)
        .ifPresentOrElse(
            key -> texts.put(key, text),
            () ->
                faults.add(
                    unknown(
                        name,
                        catalogue.keys().stream().map(SettingKey::environmentName).toList())));
  }

  private static String unknown(String name, List<String> known) {
    String hint =
        SettingsCatalogue.nearest(name, known)
            .map(near -> " Did you mean " + near + "?")
            .orElse("");
    return "Unknown setting " + name + "." + hint;
  }

  private static void parse(
      SettingKey<?> key, String text, Map<SettingKey<?>, Object> values, List<String> faults) {
    try {
      values.put(key, key.parser().apply(text.strip()));
    } catch (IllegalArgumentException e) {
      String given = key.secret() ? "" : " but is \"" + text + "\"";
      faults.add("The setting %s is wrong: %s%s.".formatted(key.name(), e.getMessage(), given));
    }
  }

  private static Map<String, String> readFile(Path file) {
    var strict = new StrictProperties();
    try (Reader reader = Files.newBufferedReader(file)) {
      strict.load(reader);
    } catch (IOException e) {
      throw new SettingsException("The configuration file cannot be read: " + file, e);
    } catch (IllegalArgumentException e) {
      throw new SettingsException("The configuration file is malformed: " + e.getMessage(), e);
    }
    Map<String, String> texts = new HashMap<>();
    strict.stringPropertyNames().forEach(name -> texts.put(name, strict.getProperty(name)));
    return texts;
  }

  /** Properties that refuse a name given twice instead of taking the last one. */
  private static final class StrictProperties extends Properties {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Object put(Object name, Object value) {
      if (containsKey(name)) {
        throw new IllegalArgumentException("the setting " + name + " is given twice");
      }
      return super.put(name, value);
    }
  }
}
