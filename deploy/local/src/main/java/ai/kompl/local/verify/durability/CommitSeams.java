package ai.kompl.local.verify.durability;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The places at which the product ends a transaction, by class and method, and how each is put to
 * the proof. A test compares them with the compiled product: whoever commits somewhere new has to
 * say here how that is proved.
 */
public final class CommitSeams {
  /** Steps between commits, or around them, that are failpoints too. */
  private static final Set<String> STEPS =
      Set.of(
          "EventPublisher.publish",
          "JobHandler.run",
          "JobHandler.givenUp",
          "ObjectStore.spool",
          "ObjectStore.put",
          "PlatformMigrations.flyway",
          "TenantDatabase.write");

  /**
   * Those that write through {@code TenantDatabase} and {@code PlatformDatabase} in a subgraph:
   * they pass the same lines, whose failpoint is {@code TenantDatabase.write}, and the random kills
   * of the assembled product hit some of them as they are.
   */
  private static final List<String> OF_SUBGRAPHS =
      List.of(
          "AuditQueries.reader",
          "AuditTrailVerification.verify",
          "Authority.refused",
          "CatalogueWriter.progress",
          "CatalogueWriter.write",
          "ControlCommands.changed",
          "CoverageCommands.change",
          "CoverageCommands.create",
          "Disposal.run",
          "FeatureFlags.decide",
          "FrameworkCommands.changed",
          "ImportCommands.order",
          "ImportHandler.finish",
          "ImportHandler.givenUp",
          "ImportHandler.run",
          "LicenceResolvers.grant",
          "OperatorRefusals.refused",
          "PlanResolvers.define",
          "RetentionCommands.changed",
          "RetentionCommands.setRule",
          "SettingLedger.carryOut",
          "SignIn.audit",
          "SignIn.welcome",
          "SigningKeys.make",
          "SigningKeys.sealAnew",
          "UnitCommands.changed",
          "UserAccounts.insert");

  /** Those whose work no process of the proof does yet. */
  private static final List<String> NOT_YET =
      List.of(
          "ApiMeter.add",
          "Consumption.turn",
          "EventBacklog.decided",
          "EventBacklog.replay",
          "EventDeliveries.complete",
          "EventDeliveries.failed",
          "EventDeliveries.join",
          "EventDeliveries.postponed",
          "JobLeases.postponed",
          "SegmentJournal.writeAll",
          "SegmentWriters.alive",
          "SegmentWriters.ended",
          "SegmentWriters.tell",
          "SegmentWriters.tellOfTheDead",
          "TenantExports.expire",
          "TenantExports.failed",
          "TenantExports.open",
          "TenantExports.ready",
          "TenantExports.request",
          "TenantOffboarding.begin",
          "TenantOffboarding.cancel",
          "TenantPurge.begin",
          "TenantPurge.countFiles",
          "TenantPurge.end",
          "TenantPurge.purge",
          "TenantStates.change");

  /** Those that only read, so that nothing can be lost. */
  private static final List<String> READS =
      List.of(
          "ApiMeter.ask",
          "AuditSeals.due",
          "EventBacklog.deadLetters",
          "EventBacklog.groups",
          "EventDeliveries.waiting",
          "KeyCustody.all",
          "KeyCustody.needMasterKey",
          "KeyCustody.underOthers",
          "LicenceGate.ask",
          "MonthlyPartitions.missing",
          "OwnedTenantRegistry.all",
          "OwnedTenantRegistry.find",
          "OwnedTenantRegistry.findBySlug",
          "PrimaryLog.ask",
          "Replica.ownerRead",
          "Replica.read",
          "StoredKeys.find",
          "StoredObjects.begin",
          "StoredObjects.recorded",
          "TenantArchives.export",
          "TenantMigrations.stale",
          "TenantOffboarding.certificate",
          "TenantOffboarding.find",
          "TenantPurge.due");

  private CommitSeams() {}

  /** Those with failpoints of their own. */
  static Set<String> withFailpoints() {
    Set<String> seams = new TreeSet<>();
    new Scenarios(new Applied()).all().values().forEach(one -> seams.addAll(one.seams()));
    seams.removeAll(STEPS);
    return seams;
  }

  /** All that are known. */
  static Set<String> all() {
    Set<String> seams = withFailpoints();
    seams.addAll(OF_SUBGRAPHS);
    seams.addAll(NOT_YET);
    seams.addAll(READS);
    return seams;
  }
}
