package ai.kompl.local;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Usage;
import ai.kompl.tenancy.data.TenantArchives.Present;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Brings organisations back from archives. */
final class RestoreCommand implements Command {
  private static final String TENANT = "--tenant";
  private static final String REPLACE = "--replace";

  private final DataSession session;

  RestoreCommand(DataSession session) {
    this.session = session;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "restore",
        """
        Brings organisations back from the archives in the folder, each as a whole or not at all,
        and verifies their audit trails. In a new installation put the master key in its place first.\
        """,
        List.of("FOLDER"),
        Stream.concat(
                Stream.of(
                    Usage.Option.of(
                        TENANT, "SLUG", "the only organisation to bring back (default: all)"),
                    Usage.Option.flag(
                        REPLACE,
                        "replaces organisations that are there by what the archive holds")),
                DataSession.OPTIONS.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Console console) {
    Path folder = Path.of(arguments.operands().getFirst()).toAbsolutePath();
    Present present = arguments.has(REPLACE) ? Present.REPLACED : Present.REFUSED;
    return session.with(
        arguments,
        request -> {
          try (Servers servers =
                  Servers.start(request.settings(), request.dataDir(), console::note);
              ArchiveWork work = new ArchiveWork(KeysCommand.backend(request, servers), folder)) {
            work.restore(arguments.option(TENANT), present, console::result);
            return 0;
          }
        });
  }
}
