package ai.kompl.tenants;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.Position;
import ai.kompl.dataloaders.TotalCount;
import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.TenantReference;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditCategory;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.AuditFilter;
import ai.kompl.tenancy.data.AuditLists;
import ai.kompl.tenancy.data.AuditLists.Listed;
import ai.kompl.tenancy.data.AuditPlaces;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.audit.AuditActor;
import ai.kompl.tenancy.data.audit.AuditText;
import ai.kompl.tenancy.data.audit.KeptRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The audit trail of the caller's own organization, to look through. */
final class AuditQueries {
  private static final Set<String> READERS =
      Set.of("owner", "admin", "auditor", "compliance-officer", "data-protection-officer");
  private static final int MAX_TEXT = 200;
  private static final ListId EVENTS = new ListId("tenants.auditEvents", "sequence desc");
  private static final ListId ACCESSES =
      new ListId("tenants.auditAccesses", "at desc,segment desc,number desc");

  private final TenantDatabase database;
  private final AuditLists lists;

  AuditQueries(TenantDatabase database, AuditLists lists) {
    this.database = database;
    this.lists = lists;
  }

  /** One record of the chain, see the schema. */
  record Event(
      int sequence,
      Instant at,
      AuditCategory category,
      String action,
      String actor,
      Optional<String> onBehalfOf,
      String subjectType,
      String subjectId,
      Optional<String> reason,
      Optional<String> details,
      String requestId,
      String sessionId,
      String hash) {
    static Event of(KeptRecord kept) {
      AuditActor actor = kept.link().actor();
      return new Event(
          Math.toIntExact(kept.sequence()),
          kept.link().place().at(),
          AuditCategory.valueOf(kept.link().act().category()),
          kept.link().act().action(),
          actor.name(),
          actor.onBehalfOf(),
          kept.link().act().subjectType(),
          kept.link().act().subjectId(),
          kept.text().flatMap(AuditText::reason),
          kept.text().map(AuditText::details),
          actor.requestId(),
          actor.sessionId(),
          kept.hash().toString());
    }

    Position position() {
      return Position.of(Integer.toString(sequence));
    }
  }

  /** A request or reading, see the schema. */
  record Access(
      String segment,
      int number,
      Instant at,
      AuditCategory category,
      String action,
      String actor,
      Optional<String> onBehalfOf,
      String subjectType,
      String subjectId,
      String outcome,
      String requestId,
      String sessionId) {
    static Access of(Listed listed) {
      var record = listed.record();
      return new Access(
          listed.segment(),
          record.number(),
          record.at(),
          AuditCategory.valueOf(record.act().category()),
          record.act().action(),
          record.actor().name(),
          record.actor().onBehalfOf(),
          record.act().subjectType(),
          record.act().subjectId(),
          record.outcome(),
          record.actor().requestId(),
          record.actor().sessionId());
    }

    Position position() {
      return Position.of(at.toString(), segment, Integer.toString(number));
    }
  }

  Connection<Event> events(Resolution request) {
    Caller caller = reader(request);
    PageRequest page = request.page(EVENTS);
    AuditFilter filter = filter(request.arguments());
    var part =
        new AuditPlaces.OfChain(
            page.from().map(from -> Long.parseLong(from.text(0))), page.backward(), page.limit());
    List<Event> rows = lists.chain(caller, filter, part).stream().map(Event::of).toList();
    var total = new TotalCount.Direct(() -> lists.countChain(caller, filter));
    return Connection.of(page, rows, Event::position, total);
  }

  Connection<Access> accesses(Resolution request) {
    Caller caller = reader(request);
    PageRequest page = request.page(ACCESSES);
    AuditFilter filter = filter(request.arguments());
    var part =
        new AuditPlaces.OfAccesses(
            page.from()
                .map(from ->
                    new AuditPlaces.Access(
                        from.text(0), from.text(1), Integer.parseInt(from.text(2)))),
            page.backward(),
            page.limit());
    List<Access> rows = lists.accesses(caller, filter, part).stream().map(Access::of).toList();
    var total = new TotalCount.Direct(() -> lists.countAccesses(caller, filter));
    return Connection.of(page, rows, Access::position, total);
  }

  /** Whoever may not look is refused, and the trail is told so. */
  private Caller reader(Resolution request) {
    Caller caller = request.caller();
    if (READERS.stream().noneMatch(caller::hasRole)) {
      String own = TenantReference.TYPE.globalId(caller, new TenantReference(caller.tenant()));
      var refusal =
          AuditEntry.denial("tenants.audit-trail.read-refused", "Tenant", own, "not an auditor");
      database.record(caller, refusal);
      throw new ProblemException(Problem.FORBIDDEN);
    }
    return caller;
  }

  private static AuditFilter filter(Input arguments) {
    return arguments
        .optionalObject("filter")
        .map(filter ->
            new AuditFilter(
                filter.optionalString("category").map(AuditCategory::valueOf),
                filter.optionalText("actor", MAX_TEXT),
                filter.optionalText("action", MAX_TEXT),
                filter.optionalText("subjectId", MAX_TEXT),
                filter.instant("from"),
                filter.instant("until")))
        .orElse(AuditFilter.ALL);
  }
}
