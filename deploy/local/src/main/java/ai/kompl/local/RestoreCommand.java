package ai.kompl.local;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Usage;
import ai.kompl.tenancy.data.TenantArchives.Present;
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
                ArchiveWork.options(
                    Usage.Option.of(
                        TENANT, "SLUG", "the only organisation to bring back (default: all)"),
                    Usage.Option.flag(
                        REPLACE, "replaces organisations that are there by what the archive holds"))
                    .stream(),
                PhysicalWork.RESTORE.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Console console) {
    if (PhysicalWork.wanted(arguments, TENANT, REPLACE)) {
      return new PhysicalWork(session, console).restore(arguments);
    }
    Present present = arguments.has(REPLACE) ? Present.REPLACED : Present.REFUSED;
    return ArchiveWork.with(
        session,
        arguments,
        console,
        work -> work.restore(arguments.option(TENANT), present, console::result));
  }
}
