package ai.kompl.tenancy.data;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The scripts of a later version of the product: those of the tests' own class path and more. */
final class ScriptFolder {
  private final Path folder;
  private final List<String> subgraphs = new ArrayList<>(List.of("ledger"));

  ScriptFolder(Path folder) {
    this.folder = folder;
  }

  void add(String subgraph, String name, String sql) throws IOException {
    Path scripts = Files.createDirectories(folder.resolve("db/" + subgraph + "/tenant"));
    Files.writeString(scripts.resolve(name), sql);
    if (!subgraphs.contains(subgraph)) {
      subgraphs.add(subgraph);
    }
  }

  /** Starts that version. */
  DataPlatform open(DatabaseSettings settings) {
    try {
      var loader =
          new URLClassLoader(
              new URL[] {folder.toUri().toURL()}, TestPlatform.class.getClassLoader());
      return TestPlatform.open(
          settings, subgraphs.stream().map(name -> new SubgraphMigrations(name, loader)).toList());
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
