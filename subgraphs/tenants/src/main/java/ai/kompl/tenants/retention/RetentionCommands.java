package ai.kompl.tenants.retention;

import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.LegalHold;
import ai.kompl.tenancy.data.RetentionBook;
import ai.kompl.tenancy.data.RetentionRule;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.events.EventDraft;
import ai.kompl.tenants.authority.Authority;
import ai.kompl.tenants.retention.RetentionFaces.Hold;
import ai.kompl.tenants.retention.RetentionFaces.HoldPayload;
import ai.kompl.tenants.retention.RetentionFaces.Rule;
import ai.kompl.tenants.retention.RetentionFaces.RulePayload;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sets rules, places and releases holds: for admins of the organization, who answer for it. */
public final class RetentionCommands {
  private static final String REFUSED = "tenants.retention.change-refused";
  private static final int MAX_TYPE = 100;
  private static final int MAX_REFERENCE = 200;
  private static final int MAX_REASON = 1_000;

  private final TenantDatabase database;
  private final Authority authority;
  private final RetentionBook book;

  public RetentionCommands(TenantDatabase database, Authority authority, RetentionBook book) {
    this.database = database;
    this.authority = authority;
    this.book = book;
  }

  /** The resolvers of the mutations. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .mutation("setRetentionRule", this::setRule)
        .mutation("placeLegalHold", this::place)
        .mutation("releaseLegalHold", this::release)
        .build();
  }

  private RulePayload setRule(Resolution request) {
    Caller caller = request.caller();
    authority.requireOwnAdmin(caller, REFUSED);
    Input input = request.input();
    RetentionRule.Draft draft = draft(input);
    Optional<Integer> expected = input.optionalInteger("expectedVersion");
    RetentionRule rule =
        database.write(
            caller,
            tx -> {
              RetentionRule made = book.set(tx, draft, expected);
              tell(tx, made);
              return made;
            });
    return new RulePayload(Optional.of(Rule.of(rule)), List.of());
  }

  private static RetentionRule.Draft draft(Input input) {
    String type = input.text("type", MAX_TYPE);
    if (!type.equals(RetentionRule.OTHERS) && !type.matches("[A-Z][A-Za-z0-9]*")) {
      throw input.invalid("type", "must be the name of a type, such as Control, or *");
    }
    Optional<Integer> days = input.optionalInteger("keepDays");
    if (days.filter(it -> it < 1 || it > RetentionRule.MOST_DAYS).isPresent()) {
      throw input.invalid("keepDays", "must be 1 to " + RetentionRule.MOST_DAYS);
    }
    Optional<String> why = input.optionalText("shortensBecause", MAX_REASON);
    if (why.isPresent() && days.isEmpty()) {
      throw input.invalid("shortensBecause", "goes with keepDays only");
    }
    return new RetentionRule.Draft(type, days, input.text("basis", MAX_REASON), why);
  }

  private static void tell(TenantTransaction tx, RetentionRule rule) {
    String act = "tenants.retention-rule." + (rule.keepDays().isPresent() ? "set" : "withdrawn");
    String details =
        "{\"type\":\"%s\",\"version\":%d,\"keepDays\":%s,\"shortens\":%b}"
            .formatted(
                rule.subjectType(),
                rule.version(),
                rule.keepDays().map(String::valueOf).orElse("null"),
                rule.shortensBecause().isPresent());
    String subject = Authority.globalId(tx.caller().tenant());
    tx.audit(
        AuditEntry.change(act, "Tenant", subject, details)
            .because(rule.shortensBecause().orElse(rule.basis())));
    tx.publish(EventDraft.of(act, "Tenant", subject));
  }

  private HoldPayload place(Resolution request) {
    Caller caller = request.caller();
    authority.requireOwnAdmin(caller, REFUSED);
    Input input = request.input();
    LegalHold.Target target = target(caller, input);
    String reference = input.text("reference", MAX_REFERENCE);
    String reason = input.text("reason", MAX_REASON);
    return changed(caller, "placed", reason, tx -> book.place(tx, target, reference, reason));
  }

  /** Whether there is such a thing is another subgraph's to know; one of no tenant's cannot be. */
  private static LegalHold.Target target(Caller caller, Input input) {
    var scope = LegalHold.Scope.valueOf(input.string("scope"));
    Optional<String> subject = input.optionalString("subject");
    if (scope == LegalHold.Scope.TENANT && subject.isPresent()) {
      throw input.invalid("subject", "must be left out when the whole organization is held");
    }
    if (scope != LegalHold.Scope.TENANT && subject.isEmpty()) {
      throw input.invalid("subject", "is required unless the whole organization is held");
    }
    subject.ifPresent(id -> requireOwn(caller, input, id));
    return new LegalHold.Target(scope, subject);
  }

  private static void requireOwn(Caller caller, Input input, String id) {
    boolean own =
        GlobalId.parse(id)
            .filter(parsed -> parsed.tenantTag().equals(GlobalId.tag(caller.tenant())))
            .isPresent();
    if (!own) {
      throw ProblemException.at(
          input.path("subject"), Problem.NOT_FOUND, "There is no such object.");
    }
  }

  private HoldPayload release(Resolution request) {
    Caller caller = request.caller();
    authority.requireOwnAdmin(caller, REFUSED);
    Input input = request.input();
    UUID id = input.id("id", LegalHold.CODE);
    String reason = input.text("reason", MAX_REASON);
    return changed(caller, "released", reason, tx -> book.release(tx, id, reason));
  }

  /** A change of a hold within its transaction. */
  private interface Change {
    LegalHold make(TenantTransaction tx);
  }

  private HoldPayload changed(Caller caller, String what, String reason, Change change) {
    LegalHold hold =
        database.write(
            caller,
            tx -> {
              LegalHold made = change.make(tx);
              String id = made.globalId(caller.tenant());
              String act = "tenants.legal-hold." + what;
              String details = "{\"scope\":\"" + made.on().scope() + "\"}";
              tx.audit(AuditEntry.change(act, "LegalHold", id, details).because(reason));
              tx.publish(EventDraft.of(act, "LegalHold", id));
              return made;
            });
    return new HoldPayload(Optional.of(Hold.of(caller.tenant(), hold)), List.of());
  }
}
