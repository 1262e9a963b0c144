package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * As whom a server runs that refuses root. An ordinary user runs it as himself. Root runs it as the
 * owner of the data where that is another user, else without any privilege in a user namespace,
 * else (a container without user namespaces) as nobody, to whom the data are then given.
 *
 * @param prefix the words before the program
 * @param owner to whom files that root makes must be given
 */
record ServerAccount(List<String> prefix, Optional<Owner> owner) {
  private static final int NOBODY = 65534;
  private static final Duration TRIAL = Duration.ofSeconds(10);

  /** A user and a group of the operating system. */
  record Owner(int user, int group) {}

  ServerAccount {
    prefix = List.copyOf(prefix);
  }

  /** The account for a server whose data are, or will be, in the folder. */
  static ServerAccount forDataIn(Path data) {
    if (currentUser() != 0) {
      return new ServerAccount(List.of(), Optional.empty());
    }
    Optional<Owner> owner = ownerOf(data).filter(o -> o.user() != 0);
    if (owner.isPresent()) {
      return switchedTo(owner.get());
    }
    List<String> namespace = List.of("unshare", "-U");
    if (Command.find("unshare").isPresent() && Command.of(namespace, "true").succeeds(TRIAL)) {
      return new ServerAccount(namespace, Optional.empty());
    }
    return switchedTo(new Owner(NOBODY, NOBODY));
  }

  /** Runs as another user, which only root can do. */
  static ServerAccount switchedTo(Owner owner) {
    List<String> prefix =
        List.of("setpriv", "--reuid=" + owner.user(), "--regid=" + owner.group(), "--clear-groups");
    if (Command.find("setpriv").isEmpty() || !Command.of(prefix, "true").succeeds(TRIAL)) {
      throw new EmbeddedServerException(
          Fault.CANNOT_DROP_ROOT,
          "PostgreSQL does not run as root, and neither unshare nor setpriv (package util-linux) can drop the rights here; start the product as an ordinary user");
    }
    return new ServerAccount(prefix, Optional.of(owner));
  }

  static long currentUser() {
    return new UnixSystem().getUid();
  }

  /** Gives files that this JVM made to the account. */
  void give(Path tree) {
    owner.ifPresent(o -> FileTree.giveTo(tree, o.user(), o.group()));
  }

  /** Whether the account can enter the folder. */
  boolean canEnter(Path folder) {
    return owner.isEmpty()
        || command("sh", "-c", "cd \"$1\"", "sh", folder.toString()).succeeds(TRIAL);
  }

  /** Whether the account can write into the folder. */
  boolean canWrite(Path folder) {
    return command("sh", "-c", "cd \"$1\" && test -w .", "sh", folder.toString()).succeeds(TRIAL);
  }

  Command command(String... words) {
    return Command.of(prefix, words);
  }

  /**
   * A command that lives in a session of its own: Ctrl-C in the terminal must reach the JVM first,
   * which then stops the server.
   */
  Command detached(List<String> words) {
    var all = new ArrayList<String>();
    Command.find("setsid").ifPresent(_ -> all.add("setsid"));
    all.addAll(prefix);
    return Command.of(all, words.toArray(String[]::new));
  }

  private static Optional<Owner> ownerOf(Path data) {
    try {
      return Files.exists(data)
          ? Optional.of(
              new Owner(
                  (int) Files.getAttribute(data, "unix:uid"),
                  (int) Files.getAttribute(data, "unix:gid")))
          : Optional.empty();
    } catch (IOException e) {
      throw DataFolder.unreadable(data, e);
    }
  }
}
