package ai.kompl.local;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Usage;
import ai.kompl.local.contract.Contract;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.QuarantinedTenant;
import ai.kompl.tenancy.data.UpgradeReport;
import java.time.Duration;
import java.util.List;

/** Looks at the organisations' tables, and has those tried again that could not be upgraded. */
final class TenantsCommand implements Command {
  private static final String STATUS = "status";
  private static final String RETRY = "retry";
  private static final Duration LONGEST = Duration.ofHours(6);

  private final DataSession session;

  TenantsCommand(DataSession session) {
    this.session = session;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "tenants",
        """
        The organisations' tables. Exit code 1 when some cannot be used. ACTION is one of:
          status  says which are behind this version, and which could not be upgraded and why
          retry   upgrades what is behind and tries again what could not be upgraded\
        """,
        List.of("ACTION"),
        DataSession.OPTIONS);
  }

  @Override
  public int run(Arguments arguments, Console console) {
    String action = arguments.operands().getFirst();
    if (!action.equals(STATUS) && !action.equals(RETRY)) {
      throw new CommandFailure(
          WRONG_USE, "tenants: \"" + action + "\" is neither " + STATUS + " nor " + RETRY);
    }
    return session.with(
        arguments,
        request -> {
          try (Servers servers =
              Servers.start(request.settings(), request.dataDir(), console::note)) {
            return tell(report(KeysCommand.backend(request, servers), action), console);
          }
        });
  }

  private static UpgradeReport report(Backend backend, String action) {
    try (DataPlatform data = backend.data(Contract.SUBGRAPHS)) {
      return action.equals(RETRY) ? data.upgradeTenants(LONGEST) : data.upgrades();
    }
  }

  private static int tell(UpgradeReport report, Console console) {
    console.result("upgraded now  " + report.upgraded().size());
    console.result("behind        " + report.waiting().size());
    console.result("quarantined   " + report.quarantined().size());
    for (QuarantinedTenant one : report.quarantined()) {
      console.result(
          "  %s %s %s: %s".formatted(one.tenant(), one.subgraph(), one.script(), one.reason()));
    }
    return report.quarantined().isEmpty() ? 0 : FAILED;
  }
}
