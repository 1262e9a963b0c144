package ai.kompl.local;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Usage;
import java.util.List;

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
        ArchiveWork.options(
            Usage.Option.of(TENANT, "SLUG", "the only organisation to write (default: all)"),
            PhysicalWork.BACKUP));
  }

  @Override
  public int run(Arguments arguments, Console console) {
    if (PhysicalWork.wanted(arguments, TENANT)) {
      return new PhysicalWork(session, console).backup(arguments);
    }
    return ArchiveWork.with(
        session,
        arguments,
        console,
        work -> work.backup(arguments.option(TENANT), console::result));
  }
}
