package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Failpoint.Moment;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import java.nio.file.Path;

/**
 * Where one failpoint is tried.
 *
 * @param tenant whose data are worked on
 * @param folder for files, among them the clients' journal
 * @param run the name of this process' run
 * @param fuse what is passed at steps that are no commits
 */
record Stage(TenantId tenant, Path folder, String run, Fuse fuse) {
  /** Without anything that could end it. */
  static Stage safe(TenantId tenant, Path folder) {
    var never = new Fuse(new Failpoint("none", Moment.BEFORE), 1, () -> {});
    return new Stage(tenant, folder, "safe", never);
  }

  Journal journal() {
    return new Journal(folder.resolve("journal"));
  }

  /** The party that acts. */
  Caller caller() {
    return Caller.worker(tenant, "verify.durability", run);
  }

  /** The platform's own party. */
  static Caller operator() {
    return Caller.worker(new TenantId("0000000000000000"), "verify.durability", "operator");
  }
}
