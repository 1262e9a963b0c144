package ai.kompl.federation.composition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One case of the shared composition suite.
 *
 * @param apiSchema expected client's schema; null when the case must be refused
 * @param codes error codes when it must be refused, else hint codes
 */
record ConformanceCase(
    int id, List<SubgraphSource> subgraphs, @Nullable String apiSchema, Set<String> codes) {

  boolean composes() {
    return apiSchema != null;
  }

  /**
   * The file of cases beside the repository; the environment variable KOMPL_SHARED names another
   * folder.
   */
  static Path file() {
    String shared = System.getenv("KOMPL_SHARED");
    Path root = Path.of(System.getProperty("kompl.root", "."));
    Path folder = shared == null ? root.resolve("../shared") : Path.of(shared);
    return folder.resolve("conformance/composition/cases.jsonl").normalize();
  }

  static List<ConformanceCase> readAll(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank())
          .map(ConformanceCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConformanceCase read(String line) {
    Map<?, ?> json = (Map<?, ?>) JsonLine.parse(line);
    List<SubgraphSource> subgraphs = new ArrayList<>();
    for (Object item : (List<?>) present(json, "subgraphs")) {
      Map<?, ?> subgraph = (Map<?, ?>) item;
      subgraphs.add(
          new SubgraphSource(
              (String) present(subgraph, "name"), "", (String) present(subgraph, "sdl")));
    }
    boolean composes = (Boolean) present(json, "composes");
    Set<String> codes = new TreeSet<>();
    ((List<?>) present(json, composes ? "hintCodes" : "errorCodes"))
        .forEach(code -> codes.add(String.valueOf(code)));
    String api = composes ? (String) present(json, "apiSchema") : null;
    return new ConformanceCase(((Number) present(json, "id")).intValue(), subgraphs, api, codes);
  }

  private static Object present(Map<?, ?> json, String key) {
    Object value = json.get(key);
    if (value == null) {
      throw new IllegalArgumentException("case without " + key);
    }
    return value;
  }
}
