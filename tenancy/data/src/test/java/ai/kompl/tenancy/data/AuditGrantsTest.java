package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No role that the running service can take may change what is in the trail. */
class AuditGrantsTest {
  private static TestPlatform platform;
  private static Caller ana;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
    ana = TestPlatform.user(platform.provision("granted"));
    platform
        .data()
        .tenantDatabase()
        .write(
            ana,
            tx -> {
              tx.audit(AuditEntry.change("a.b", "Entry", "entry_1", "{\"a\":1}"));
              return true;
            });
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void theRolesThatTheServiceCanTakeAreKnown() {
    assertThat(roles())
        .contains("kompl_app", "kompl_platform", "kompl_ledger", ana.tenant().role());
  }

  @Test
  void noRoleIsGrantedMoreThanToAddAndToRead() {
    List<String> granted =
        platform.look(
            """
            select r.rolname, c.relname, p.name
            from pg_roles r
            cross join (select c.oid, c.relname from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = 'private' and c.relkind in ('r', 'p')
                and c.relname ~ '^audit_(events|texts|accesses|checkpoints)') c
            cross join (values ('update'), ('delete'), ('truncate'), ('trigger'), ('references'))
              p (name)
            where pg_has_role('kompl_app', r.oid, 'MEMBER')
              and (has_table_privilege(r.oid, c.oid, p.name)
                or (p.name = 'update' and has_any_column_privilege(r.oid, c.oid, 'update')))
            """);

    assertThat(granted).isEmpty();
  }

  @Test
  void everyAttemptOfEveryRoleIsRefused() throws SQLException {
    List<String> attempts = new ArrayList<>();
    for (String table :
        List.of("audit_events", "audit_texts", "audit_events_default", "audit_accesses")) {
      attempts.add("update private." + table + " set at = now()");
      attempts.add("delete from private." + table);
      attempts.add("truncate private." + table);
      attempts.add("drop table private." + table);
    }
    attempts.add("update private.audit_checkpoints set to_sequence = 9");
    attempts.add("delete from private.audit_checkpoints");
    attempts.add("truncate private.audit_checkpoints");
    attempts.add("delete from private.audit_heads");
    attempts.add("truncate private.audit_heads");
    attempts.add("update private.audit_heads set tenant = 'x'");
    attempts.add("alter table private.audit_heads disable trigger all");

    for (String role : roles()) {
      for (String attempt : attempts) {
        assertRefused(role, attempt);
      }
    }
    assertThat(platform.trails().verify(ana).whole()).isTrue();
  }

  @Test
  void theEndOfAChainCannotBeMovedBack() throws SQLException {
    for (String role : List.of(ana.tenant().role(), "kompl_ledger")) {
      assertRefused(role, "update private.audit_heads set sequence = 1 where sequence = 2");
      assertRefused(role, "update private.audit_heads set hash = sha256('') where sequence = 2");
    }
  }

  private static void assertRefused(String role, String attempt) throws SQLException {
    try (Connection connection = platform.login();
        Statement statement = connection.createStatement()) {
      statement.execute("set role " + role);
      assertThatThrownBy(() -> statement.execute(attempt))
          .as(role + ": " + attempt)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }

  /** The login itself, and every role it may set. */
  private static List<String> roles() {
    return platform.look("select rolname from pg_roles where pg_has_role('kompl_app', oid, 'SET')");
  }
}
