package ai.kompl.local.verify.tenants;

import ai.kompl.tenancy.data.SubgraphMigrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The scripts of the product's subgraphs and of one more that brings generated tables. */
final class PaddedScripts {
  private static final String PADDING = "pad";

  private final Path folder;
  private final List<String> subgraphs;

  PaddedScripts(Path folder, List<String> subgraphs) {
    this.folder = folder;
    this.subgraphs = List.copyOf(subgraphs);
  }

  /** Adds the script of so many tables: an id, a document, an index, and every third a parent. */
  void pad(int tables) {
    var sql = new StringBuilder();
    for (int i = 1; i <= tables; i++) {
      String parent = i % 3 == 0 ? ", parent uuid references pad_%03d (id)".formatted(i - 1) : "";
      sql.append(
          """
          create table pad_%1$03d (id uuid primary key, title text not null default '',
            facts jsonb not null default '{}', created_at timestamptz not null default now()%2$s);
          create index pad_%1$03d_by_title on pad_%1$03d (title);
          """
              .formatted(i, parent));
    }
    add("V001__tables.sql", sql.toString());
  }

  void add(String name, String sql) {
    try {
      Path scripts = Files.createDirectories(folder.resolve("db/" + PADDING + "/tenant"));
      Files.writeString(scripts.resolve(name), sql);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** As they are now. */
  List<SubgraphMigrations> migrations() {
    try {
      var loader =
          new URLClassLoader(
              new URL[] {folder.toUri().toURL()}, PaddedScripts.class.getClassLoader());
      var names = new ArrayList<>(subgraphs);
      if (Files.exists(folder.resolve("db"))) {
        names.add(PADDING);
      }
      return names.stream().map(name -> new SubgraphMigrations(name, loader)).toList();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
