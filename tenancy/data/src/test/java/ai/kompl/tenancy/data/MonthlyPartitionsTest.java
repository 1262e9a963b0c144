package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.audit.AccessRecord;
import ai.kompl.tenancy.data.audit.AuditAct;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.events.EventDraft;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that runs for longer than it had made partitions for loses nothing by it. */
class MonthlyPartitionsTest {
  private static final List<String> TABLES =
      List.of("outbox", "audit_events", "audit_texts", "audit_accesses", "deleted_records");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
  private TestPlatform platform;
  private Caller ana;

  @BeforeEach
  void open() {
    TestDatabase database = TestPostgres.shared().createDatabase();
    DatabaseSettings settings = TestPlatform.settings(database, database.url(), 8);
    platform = new TestPlatform(database, settings, start(settings));
    ana = TestPlatform.user(platform.provision("north"));
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void thisMonthAndTheNextThreeHavePartitionsAtTheStart() {
    for (String table : TABLES) {
      assertThat(partitions(table))
          .containsExactly(
              table + "_2026_11",
              table + "_2026_12",
              table + "_2027_01",
              table + "_2027_02",
              table + "_default");
    }
  }

  @Test
  void rowsBeyondTheHorizonAreMovedToTheirMonthByTheNextStart() {
    act("before");
    at("2027-03-31T23:59:59.999999Z");
    act("march");
    at("2027-04-01T00:00:00Z");
    act("april");
    act("april too");
    String kept = content();
    assertThat(rows("audit_events_default")).isEqualTo(3);

    try (DataPlatform next = start(platform.settings())) {
      assertThat(next.auditTrails(AuditSigner.of(new byte[32])).verify(ana).whole()).isTrue();
    }

    for (String table : TABLES) {
      assertThat(rows(table + "_default")).as(table).isZero();
      assertThat(rows(table + "_2027_03")).as(table).isEqualTo(1);
      assertThat(rows(table + "_2027_04")).as(table).isEqualTo(2);
      assertThat(partitions(table)).contains(table + "_2027_07");
    }
    assertThat(content()).as("each row once, with all its values").isEqualTo(kept);
    act("after");
    assertThat(rows("audit_events_2027_04")).isEqualTo(3);
    assertThat(platform.trails().verify(ana).whole()).isTrue();
  }

  @Test
  void nobodyIsGrantedAnythingOnANewPartition() {
    at("2027-04-01T00:00:00Z");
    act("april");
    start(platform.settings()).close();

    assertThat(
            platform.look(
                """
                select c.relname, r.rolname, p.name
                from pg_roles r
                cross join pg_inherits i join pg_class c on c.oid = i.inhrelid
                join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'private'
                cross join (values ('select'), ('insert'), ('update'), ('delete'), ('truncate'),
                  ('trigger'), ('references')) p (name)
                where c.relkind = 'r' and not r.rolsuper and r.rolname !~ '^pg_'
                  and (has_table_privilege(r.oid, c.oid, p.name)
                    or (p.name in ('select', 'insert', 'update', 'references')
                      and has_any_column_privilege(r.oid, c.oid, p.name)))
                """))
        .isEmpty();
    assertThat(
            platform.look(
                """
                select coalesce(c.relacl::text, 'none'), c.relrowsecurity, count(*) from pg_inherits i
                join pg_class c on c.oid = i.inhrelid
                join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'private'
                where c.relkind = 'r' group by 1, 2
                """))
        .as("moved, made ahead and default alike")
        .hasSize(1);
    assertThat(
            platform.look(
                """
                select i.inhparent::regclass, count(distinct (
                  select string_agg(pg_get_constraintdef(k.oid), ';' order by k.conname ~ 'pkey', 1)
                  from pg_constraint k where k.conrelid = i.inhrelid and k.contype = 'p')),
                  count(distinct (select count(*) from pg_index x where x.indrelid = i.inhrelid))
                from pg_inherits i join pg_class c on c.oid = i.inhrelid and c.relkind = 'r'
                join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'private'
                group by 1
                """))
        .hasSize(TABLES.size())
        .allMatch(line -> line.endsWith("|1|1"));
  }

  @Test
  void aRunningProcessMakesThemWhenADayHasBegun() {
    at("2027-05-01T00:00:01Z");
    act("may");
    var owner = new OwnerDatabase(ConnectionPools.owner(platform.settings()));
    var keeper =
        new PartitionKeeper(new MonthlyPartitions(owner, now::get), Duration.ofMillis(5), now::get);

    try (var _ = owner.pool();
        keeper) {
      keeper.start();
      assertThat(eventually("audit_events_2027_08")).as("at its first look").isTrue();
      at("2027-05-31T23:00:00Z");
      at("2027-06-01T00:00:00Z");
      assertThat(eventually("audit_events_2027_09")).as("on another day").isTrue();
    }

    assertThat(rows("audit_events_default")).isZero();
    assertThat(rows("audit_events_2027_05")).isEqualTo(1);
    assertThat(platform.trails().verify(ana).whole()).isTrue();
  }

  @Test
  void severalProcessesMakeThemAtOnceWhileRowsComeIn() throws Exception {
    at("2027-04-15T00:00:00Z");
    act("first");
    List<Callable<Boolean>> makers =
        IntStream.range(0, 4).<Callable<Boolean>>mapToObj(_ -> this::extend).toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> writing =
          threads.submit(() -> {
            for (int i = 0; i < 200; i++) {
              act("during " + i);
            }
            return true;
          });
      for (Future<Boolean> made : threads.invokeAll(makers)) {
        assertThat(made.get()).isTrue();
      }
      assertThat(writing.get()).isTrue();
    }

    assertThat(rows("audit_events_2027_04")).isEqualTo(201);
    assertThat(rows("audit_events")).isEqualTo(202);
    assertThat(platform.trails().verify(ana).whole()).isTrue();
  }

  @Test
  void aTableInLongUseIsLeftAsItIsAndTheNextStartMakesThem() throws SQLException {
    at("2027-04-15T00:00:00Z");
    act("april");
    try (Connection other =
            DriverManager.getConnection(
                platform.settings().url(),
                platform.database().user(),
                platform.database().password());
        Statement reading = other.createStatement()) {
      other.setAutoCommit(false);
      reading.execute("lock table private.audit_events_default in access share mode");

      start(platform.settings()).close();

      assertThat(rows("audit_events_default")).isEqualTo(1);
      other.rollback();
    }
    act("served all the same");

    assertThat(extend()).isTrue();
    assertThat(rows("audit_events_2027_04")).isEqualTo(2);
  }

  private boolean extend() {
    var owner = new OwnerDatabase(ConnectionPools.owner(platform.settings()));
    try (var _ = owner.pool()) {
      new MonthlyPartitions(owner, now::get).extend();
      return true;
    }
  }

  /** One row in each of the four tables. */
  private void act(String what) {
    platform
        .data()
        .tenantDatabase()
        .write(
            ana,
            tx -> {
              AuditSegments.write(tx, UUID.randomUUID(), List.of(reading(what)), 0);
              tx.publish(EventDraft.of("ledger.entry.changed", "Entry", what));
              return tx.update(
                  """
                  insert into private.deleted_records
                    (id, tenant, subject_type, subject_id, cascade_group, deleted_at, deleted_by,
                     request_id, retain_until)
                  values (?, ?, 'Entry', ?, ?, ?, 'ana', 'request-1', ?)
                  """,
                  UUID.randomUUID(),
                  ana.tenant(),
                  what,
                  UUID.randomUUID(),
                  now.get(),
                  now.get());
            });
  }

  private AccessRecord reading(String what) {
    return new AccessRecord(
        ana.tenant().value(),
        1,
        now.get(),
        AuditEntry.actor(ana),
        new AuditAct("ACCESS", "ledger.entry.read", "Entry", what),
        "OK");
  }

  /** All rows with all their columns. */
  private String content() {
    return TABLES.stream()
        .map(table ->
            platform
                .look(
                    "select count(*), md5(string_agg(t::text, '\n' order by t::text)) from private."
                        + table
                        + " t")
                .getFirst())
        .toList()
        .toString();
  }

  private long rows(String table) {
    return Long.parseLong(platform.look("select count(*) from private." + table).getFirst());
  }

  private List<String> partitions(String table) {
    return platform.look(
        """
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'private.%s'::regclass order by 1
        """
            .formatted(table));
  }

  private boolean eventually(String partition) {
    return TestPlatform.eventually(
        Duration.ofSeconds(20),
        () ->
            platform.look("select to_regclass('private." + partition + "') is null").contains("f"));
  }

  private void at(String instant) {
    now.set(Instant.parse(instant));
  }

  private DataPlatform start(DatabaseSettings settings) {
    return DataPlatform.open(settings, List.of(TestPlatform.LEDGER), now::get, new SecureRandom());
  }
}
