package ai.kompl.local;

import ai.kompl.local.bench.BenchCommand;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Kompl;
import ai.kompl.local.contract.ComposeSchema;
import ai.kompl.local.contract.Contract;
import ai.kompl.local.contract.WriteSchema;
import ai.kompl.local.trail.VerifyAudit;
import ai.kompl.local.verify.VerifyCommand;
import ai.kompl.local.verify.audit.AuditProof;
import ai.kompl.local.verify.cache.CacheProof;
import ai.kompl.local.verify.composition.CompositionProof;
import ai.kompl.local.verify.tenants.TenantsProof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Java side of the launcher. */
public final class Main {
  private Main() {}

  /** Runs the command that the words name and ends the process with its exit code. */
  public static void main(String[] words) {
    Path root = Path.of(System.getProperty("kompl.root", "")).toAbsolutePath();
    var commands =
        new ArrayList<Command>(Kompl.processCommands(Product.launch(), root, System.getenv()));
    commands.add(
        new VerifyCommand(
            List.of(
                new SkeletonProof(root),
                IsolationProof.in(root),
                new PageProof(),
                TenantsProof.of(Contract.SUBGRAPHS),
                DurabilityProof.in(root),
                new EventsProof(),
                new AuditProof(Optional.empty()),
                new CacheProof(),
                CompositionProof.in(SharedFolder.of(root)))));
    var session = new DataSession(root, System.getenv(), ProductKeys.catalogue());
    commands.add(new KeysCommand(session));
    commands.add(new BackupCommand(session));
    commands.add(new RestoreCommand(session));
    commands.add(new TenantsCommand(session));
    commands.add(new EventsCommand(session));
    commands.add(new VerifyAudit());
    commands.add(new BenchCommand());
    commands.add(new ComposeSchema());
    commands.add(new WriteSchema(root));
    System.exit(new Kompl(commands).run(List.of(words), Kompl.console()));
  }
}
