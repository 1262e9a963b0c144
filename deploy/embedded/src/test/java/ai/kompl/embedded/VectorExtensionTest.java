package ai.kompl.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorExtensionTest {
  @TempDir Path folder;

  @Test
  void whereItCanBeBuiltTheRunningServerGetsIt() throws SQLException {
    TestPostgres.seed(folder);
    try (var server = PostgresServer.start(PostgresSettings.in(folder))) {
      VectorExtension vector = server.awaitVector(Duration.ofMinutes(5));

      assertThat(vector.toString()).doesNotContain("a step of the build failed");
      assumeTrue(
          vector instanceof VectorExtension.Available,
          "needs apt, gcc and a reachable Debian archive: " + vector);
      assertThat(nearest(server)).isEqualTo("[1,2,3]");
    }
  }

  @Test
  void switchedOffTheServerSaysSoAndStartsWithoutIt() throws SQLException {
    TestPostgres.seed(folder);
    var settings = PostgresSettings.in(folder).withVector(VectorExtension.Choice.OFF);

    try (var server = PostgresServer.start(settings)) {
      assertThat(server.vector())
          .isEqualTo(new VectorExtension.Unavailable("switched off by the settings"));
      assertThat(
              answer(server, "select count(*) from pg_available_extensions where name = 'vector'"))
          .isEqualTo("0");
    }
  }

  @Test
  void aBuildThatCannotBeDoneHereSaysWhyAndLeavesTheServerRunning() throws SQLException {
    TestPostgres.seed(folder);
    try (var server =
        PostgresServer.start(PostgresSettings.in(folder).withVector(VectorExtension.Choice.OFF))) {
      var programs = PostgresPrograms.forDataIn(folder.resolve("data"), Optional.empty(), _ -> {});
      var build =
          new VectorBuild(
              programs,
              folder.resolve("vector-build.log"),
              "echo 'the program gcc is missing'; exit 3");

      VectorExtension result = build.run();

      assertThat(result)
          .isInstanceOfSatisfying(
              VectorExtension.Unavailable.class,
              u -> assertThat(u.reason()).contains("the program gcc is missing"));
      assertThat(build.built()).isEmpty();
      assertThat(answer(server, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void closingTheServerGivesUpABuildThatIsUnderWay(@TempDir Path cache) {
    TestPostgres.seed(folder);

    var server = PostgresServer.start(PostgresSettings.in(folder).withCache(cache));
    server.close();

    assertThat(server.vector()).isInstanceOf(VectorExtension.Unavailable.class);
    assertThat(cache.toFile().list((_, name) -> name.contains("vector"))).isEmpty();
  }

  private static String nearest(PostgresServer server) throws SQLException {
    return answer(
        server,
        """
        create extension if not exists vector;
        create temp table item (v vector(3));
        insert into item values ('[9,9,9]'), ('[1,2,3]'), ('[-1,0,5]');
        create index on item using hnsw (v vector_cosine_ops);
        select v::text from item order by v <=> '[1,2,2.9]' limit 1
        """);
  }

  private static String answer(PostgresServer server, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(server.url("postgres"), server.user(), server.password());
        var statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (!rows) {
        rows = statement.getMoreResults();
      }
      try (var row = statement.getResultSet()) {
        assertThat(row.next()).isTrue();
        return row.getString(1);
      }
    }
  }
}
