package ai.kompl.local;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes organisations to archives. */
final class BackupCommand implements Command {
  private static final String TENANT = "--tenant";

  private final DataSession session;

  BackupCommand(DataSession session) {
    this.session = session;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "backup",
        """
        Writes one signed archive per organisation, and one for the platform, into the folder.
        An archive holds rows, audit trail, wrapped keys and encrypted files; keep the master key
        apart from it: without it nothing can be restored.\
        """,
        List.of("FOLDER"),
        Stream.concat(
                Stream.of(
                    Usage.Option.of(
                        TENANT, "SLUG", "the only organisation to write (default: all)")),
                DataSession.OPTIONS.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Console console) {
    Path folder = Path.of(arguments.operands().getFirst()).toAbsolutePath();
    return session.with(
        arguments,
        request -> {
          try (Servers servers =
                  Servers.start(request.settings(), request.dataDir(), console::note);
              ArchiveWork work = new ArchiveWork(KeysCommand.backend(request, servers), folder)) {
            work.backup(arguments.option(TENANT), console::result);
            return 0;
          }
        });
  }
}
