package ai.kompl.regops.imports;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.events.EventDraft;

/** What imports tell the world. */
final class ImportEvents {

  private ImportEvents() {}

  /** How far an import is now; subscriptions of its progress follow this. */
  static EventDraft progressed(Caller caller, ImportJob job) {
    String facts =
        "{\"state\":\"%s\",\"processed\":%d,\"version\":%d}"
            .formatted(job.state(), job.processed(), job.version());
    return new EventDraft(
        "regops.import-job.progressed",
        ImportJob.TYPE.name(),
        ImportJob.TYPE.globalId(caller, job),
        facts);
  }
}
