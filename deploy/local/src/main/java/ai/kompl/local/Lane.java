package ai.kompl.local;

import ai.kompl.local.verify.durability.OwnerView;
import ai.kompl.local.verify.durability.Workplace;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.data.CommitEdges;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Servers of the durability proof, started as the product starts its own, and their data. */
final class Lane implements Workplace.Source, AutoCloseable {
  private static final String SUBGRAPHS = "durable";

  private final Path folder;
  private final Settings settings;
  private final Runnable end;

  private Lane(Path folder, Settings settings, Runnable end) {
    this.folder = folder;
    this.settings = settings;
    this.end = end;
  }

  static Lane start(Path folder, Consumer<String> note) {
    Settings given =
        Settings.load(ProductKeys.catalogue(), Optional.empty(), Map.of())
            .with(Map.of(ProductKeys.VECTOR_EXTENSION.name(), "false"));
    Servers servers = Servers.start(given, folder, note);
    var secrets = new Secrets(folder.resolve("keys"), new SecureRandom());
    Settings complete = given.with(servers.addresses()).with(secrets.complete(given));
    return new Lane(folder, complete, servers::close);
  }

  private Backend backend() {
    return new Backend(settings, folder.resolve("spool"));
  }

  @Override
  public Workplace open(CommitEdges edges, List<String> subgraphs) {
    return new OpenWorkplace(backend().with(edges), subgraphs);
  }

  @Override
  public Workplace.Source on(String database) {
    String url = settings.get(PlatformKeys.DATABASE_URL);
    String other = url.substring(0, url.lastIndexOf('/') + 1) + database;
    return new Lane(
        folder, settings.with(Map.of(PlatformKeys.DATABASE_URL.name(), other)), () -> {});
  }

  @Override
  public ProcessBuilder process(List<String> words) {
    return process(DoomedProcess.class, words);
  }

  /** A process of another kind, configured by the same environment. */
  ProcessBuilder process(Class<?> main, List<String> words) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "-Xlog:disable",
            "-Xlog:all=error",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + folder.resolveSibling("doomed.jsa"),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            folder.resolve("spool").toString(),
            SUBGRAPHS));
    command.addAll(words);
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    return builder;
  }

  /** The address of its Redis. */
  String redis() {
    return settings.get(PlatformKeys.REDIS_URL).toString();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public OwnerView look() {
    return new OwnerView(
        settings.get(PlatformKeys.DATABASE_URL),
        settings.get(PlatformKeys.DATABASE_OWNER),
        settings.get(PlatformKeys.DATABASE_OWNER_PASSWORD));
  }

  @Override
  public void makeDatabase(String name) {
    look().change("create database " + name);
  }

  @Override
  public Map<String, String> environment() {
    return settings.environment();
  }

  @Override
  public void close() {
    end.run();
  }
}
