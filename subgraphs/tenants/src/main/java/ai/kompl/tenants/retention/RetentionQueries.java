package ai.kompl.tenants.retention;

import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.DeletionRecord;
import ai.kompl.tenancy.data.DisposalForecast;
import ai.kompl.tenancy.data.RetentionBook;
import ai.kompl.tenancy.data.RetentionRule;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenants.authority.Authority;
import ai.kompl.tenants.retention.RetentionFaces.Hold;
import ai.kompl.tenants.retention.RetentionFaces.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers what is asked about rules, holds and what they lead to; for admins only. */
public final class RetentionQueries {
  private static final String REFUSED = "tenants.retention.read-refused";

  /**
   * A preview of disposals.
   *
   * @param records deleted things as the subgraph shows them
   */
  record Preview(long due, long held, List<?> records) {}

  private final TenantDatabase database;
  private final Authority authority;
  private final RetentionBook book;
  private final Function<DeletionRecord, ?> face;

  /**
   * Queries of that book.
   *
   * @param face how a deleted thing is shown
   */
  public RetentionQueries(
      TenantDatabase database,
      Authority authority,
      RetentionBook book,
      Function<DeletionRecord, ?> face) {
    this.database = database;
    this.authority = authority;
    this.book = book;
    this.face = face;
  }

  /** The resolvers of the queries. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("retentionRules", this::rules)
        .query("legalHolds", this::holds)
        .query("disposalPreview", this::preview)
        .type("RetentionRule", Rule.class)
        .type("LegalHold", Hold.class)
        .type("DisposalPreview", Preview.class)
        .build();
  }

  private List<Rule> rules(Resolution request) {
    Caller caller = admin(request);
    boolean earlier = request.arguments().bool("includeEarlier", false);
    List<RetentionRule> found =
        database.read(caller, tx -> earlier ? book.history(tx, Optional.empty()) : book.rules(tx));
    return found.stream().map(Rule::of).toList();
  }

  private List<Hold> holds(Resolution request) {
    Caller caller = admin(request);
    boolean releasedToo = request.arguments().bool("includeReleased", false);
    return database.read(caller, tx -> book.holds(tx, releasedToo)).stream()
        .map(hold -> Hold.of(caller.tenant(), hold))
        .toList();
  }

  private Preview preview(Resolution request) {
    Caller caller = admin(request);
    Instant until = request.arguments().instant("until").orElseThrow();
    DisposalForecast found = database.read(caller, tx -> book.forecast(tx, until));
    return new Preview(found.due(), found.held(), found.first().stream().map(face).toList());
  }

  private Caller admin(Resolution request) {
    authority.requireOwnAdmin(request.caller(), REFUSED);
    return request.caller();
  }
}
