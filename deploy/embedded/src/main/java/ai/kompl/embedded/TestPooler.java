package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For tests: a real PgBouncer in transaction mode before the PostgreSQL of the tests, taken from
 * this machine or, as a package, from the machine's own package sources. It has few sessions with
 * the server, so that clients have to take turns on them.
 */
public final class TestPooler implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(20);
  private static final Duration DOWNLOAD = Duration.ofMinutes(1);

  private final Program program;
  private final Path folder;
  private final int port;
  private ChildProcess process;

  private TestPooler(Program program, Path folder, int port) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /** The executable and the folder of libraries that it needs besides the system's. */
  private record Program(Path file, Optional<Path> libraries) {}

  /** Logins as the pooler checks them. */
  public record Login(String user, String password) {}

  /**
   * Starts one.
   *
   * @param folder an empty folder of its own
   * @param sessions how many sessions it has with the server for each login
   * @return empty when PgBouncer is neither here nor to be had as a package
   */
  public static Optional<TestPooler> start(
      Path folder, TestDatabase database, int sessions, List<Login> logins) {
    return program()
        .map(program -> {
          int port = FreePort.any();
          var users = new StringBuilder();
          logins.forEach(login ->
              users
                  .append('"')
                  .append(login.user())
                  .append("\" \"")
                  .append(login.password())
                  .append("\"\n"));
          DataFolder.writePrivately(folder.resolve("users.txt"), users.toString());
          DataFolder.writePrivately(
              folder.resolve("pgbouncer.ini"), configuration(folder, database, port, sessions));
          return new TestPooler(program, folder, port);
        });
  }

  private static String configuration(Path folder, TestDatabase database, int port, int sessions) {
    int server = Integer.parseInt(database.url().replaceAll(".*:(\\d+)/.*", "$1"));
    return """
    [databases]
    %1$s = host=127.0.0.1 port=%2$d dbname=%1$s
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %3$d
    unix_socket_dir =
    auth_type = scram-sha-256
    auth_file = %4$s/users.txt
    pool_mode = transaction
    default_pool_size = %5$d
    max_client_conn = 200
    ignore_startup_parameters = extra_float_digits
    server_round_robin = 1
    query_wait_timeout = 20
    """
        .formatted(database.name(), server, port, folder, sessions);
  }

  /** JDBC address of the database behind it. */
  public String url(TestDatabase database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name();
  }

  /** Kills it and starts it again on the same port; two at once come one after the other. */
  public synchronized void killAndStart() {
    process.handle().destroyForcibly();
    process.endsWithin(READY);
    process = launch();
  }

  private ChildProcess launch() {
    // It refuses to be root, as PostgreSQL does.
    ServerAccount account = ServerAccount.forDataIn(folder);
    Command words =
        account.command(program.file().toString(), folder.resolve("pgbouncer.ini").toString());
    Map<String, String> environment =
        program
            .libraries()
            .map(path -> Map.of("LD_LIBRARY_PATH", path.toString()))
            .orElse(Map.of());
    Path log = folder.resolve("pgbouncer.log");
    var child = new ChildProcess(new Command(words.words(), environment).start(log).toHandle());
    if (!Deadline.in(READY).await(() -> !child.handle().isAlive() || answers())
        || !child.handle().isAlive()) {
      throw new EmbeddedServerException(
          Fault.START_FAILED, "PgBouncer does not start:\n" + DataFolder.tail(log));
    }
    return child;
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(FreePort.loopback(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Program> program() {
    Optional<Path> installed =
        Command.find("pgbouncer")
            .or(() -> Optional.of(Path.of("/usr/sbin/pgbouncer")).filter(Files::isExecutable));
    if (installed.isPresent()) {
      return installed.map(file -> new Program(file, Optional.empty()));
    }
    var self = new ServerAccount(List.of(), Optional.empty());
    try {
      Path unpacked =
          BinaryCache.open(Optional.empty(), self).entry("pgbouncer", TestPooler::download);
      Path file = unpacked.resolve("root/usr/sbin/pgbouncer");
      try (var libraries = Files.walk(unpacked.resolve("root/usr/lib"))) {
        return libraries
            .filter(path -> path.getFileName().toString().startsWith("libcares"))
            .findFirst()
            .map(library -> new Program(file, Optional.ofNullable(library.getParent())));
      }
    } catch (EmbeddedServerException | IOException e) {
      return Optional.empty();
    }
  }

  private static void download(Path fresh) throws IOException {
    Path log = fresh.resolve("download.log");
    String recipe =
        """
        cd "$1"
        apt-get -q -o APT::Sandbox::User=root download pgbouncer libc-ares2
        for package in *.deb; do dpkg -x "$package" root; done
        rm -f ./*.deb
        chmod -R a+rX .\
        """;
    if (!Command.of("sh", "-euc", recipe, "sh", fresh.toString()).succeeds(log, DOWNLOAD)) {
      throw new EmbeddedServerException(
          Fault.BINARY_UNUSABLE, "no package of PgBouncer:\n" + DataFolder.tail(log));
    }
  }

  @Override
  public void close() {
    process.handle().destroy();
    if (!process.endsWithin(Duration.ofSeconds(5))) {
      process.handle().destroyForcibly();
    }
  }
}
