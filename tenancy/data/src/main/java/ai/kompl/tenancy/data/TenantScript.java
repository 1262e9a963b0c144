package ai.kompl.tenancy.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One step of the tables that a subgraph has in every tenant's schema.
 *
 * @param subgraph whose tables
 * @param version its place among the subgraph's scripts
 * @param name its file name
 * @param sql its statements
 */
record TenantScript(String subgraph, int version, String name, String sql) {
  private static final Pattern FILE = Pattern.compile("V([0-9]{1,6})__[A-Za-z0-9_-]+\\.sql");

  /** In the order in which they are applied. */
  static final Comparator<TenantScript> ORDER =
      Comparator.comparing(TenantScript::subgraph).thenComparingInt(TenantScript::version);

  /** The SHA-256 of the text, so that a changed script is noticed. */
  String checksum() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  /**
   * The scripts of a subgraph on the class path, in order.
   *
   * @throws IllegalStateException when a script takes away what the version before may use
   */
  static List<TenantScript> of(SubgraphMigrations migrations) {
    try {
      List<TenantScript> scripts = new ArrayList<>();
      for (URL folder :
          Collections.list(migrations.loader().getResources(migrations.tenantLocation()))) {
        scripts.addAll(read(migrations, folder.toURI()));
      }
      scripts.sort(ORDER);
      return List.copyOf(scripts);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + migrations.tenantLocation(), e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("malformed class path", e);
    }
  }

  private static List<TenantScript> read(SubgraphMigrations migrations, URI folder)
      throws IOException {
    if (!folder.getScheme().equals("jar")) {
      return list(migrations.subgraph(), Path.of(folder));
    }
    String text = folder.getSchemeSpecificPart();
    Path jar = Path.of(URI.create(text.substring(0, text.indexOf("!/"))));
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
      return list(migrations.subgraph(), files.getPath(migrations.tenantLocation()));
    }
  }

  private static List<TenantScript> list(String subgraph, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<TenantScript> scripts = new ArrayList<>();
      for (Path file : files.toList()) {
        scripts.add(script(subgraph, file));
      }
      return scripts;
    }
  }

  private static TenantScript script(String subgraph, Path file) throws IOException {
    String name = file.getFileName().toString();
    Matcher matcher = FILE.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalStateException("not a migration script's name: " + file);
    }
    var script =
        new TenantScript(
            subgraph, Integer.parseInt(matcher.group(1)), name, Files.readString(file));
    ExpandRule.check(script);
    return script;
  }
}
