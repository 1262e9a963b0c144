package ai.kompl.tenants;

import ai.kompl.embedded.TestDatabase;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.Tenant;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The subgraph over a database of its own, at a time that a test can move. */
final class TimedTenants implements AutoCloseable {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
  private final InstantSource clock = now::get;
  private final OpenTenants open = OpenTenants.start(clock);

  DataPlatform data() {
    return open.data();
  }

  TestDatabase database() {
    return open.database();
  }

  InstantSource clock() {
    return clock;
  }

  void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  Tenant provision(String slug) {
    return open.provision(slug);
  }

  Answer ask(Caller caller, String document) {
    return ask(caller, document, Map.of());
  }

  /** Asks with a single variable {@code input}. */
  Answer change(Caller caller, String document, Map<String, @Nullable Object> input) {
    return ask(caller, document, Map.of("input", input));
  }

  Answer ask(Caller caller, String document, Map<String, @Nullable Object> variables) {
    return new Answer(open.ask(caller, document, variables));
  }

  static Caller user(Tenant tenant) {
    return OpenTenants.caller(tenant, CallerKind.USER, Set.of());
  }

  static Caller admin(Tenant tenant) {
    return OpenTenants.caller(tenant, CallerKind.USER, Set.of("admin"));
  }

  static Caller operator(Tenant tenant) {
    return OpenTenants.caller(tenant, CallerKind.OPERATOR, Set.of());
  }

  /** Changes something as the owner of the database. */
  void tamper(String sql) {
    TestDatabase database = open.database();
    try (var connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** What the tenant's own trail tells, oldest first. */
  List<String> trail(Tenant tenant) {
    return data()
        .tenantDatabase()
        .read(
            user(tenant),
            tx ->
                tx.query(
                    "select action from private.audit_events order by sequence",
                    row -> row.string("action")));
  }

  @Override
  public void close() {
    open.close();
  }

  /** An answer, read as text or by its codes. */
  record Answer(ExecutionResult result) {
    /** The data as {@code {field=value}}. */
    String text() {
      if (!result.getErrors().isEmpty()) {
        throw new AssertionError("refused: " + result.getErrors());
      }
      return Objects.requireNonNull(result.<Map<String, Object>>getData()).toString();
    }

    List<String> codes() {
      return result.getErrors().stream().map(Answer::code).toList();
    }

    private static String code(GraphQLError error) {
      return String.valueOf(Objects.requireNonNull(error.getExtensions()).get("code"));
    }
  }
}
