package ai.kompl.local.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Behind PgBouncer in transaction mode the next transaction of a connection may run on another
 * session of the server, and its session serves the next tenant: no product code leaves state in a
 * session.
 */
class PoolingRulesTest {
  private static final Pattern SESSION_STATE =
      Pattern.compile(
          """
          (?<!security\\sdefiner\\s)\\bset\\s+(?!local\\b|transaction\\b|constraints\\b)(session\\b|role\\b|search_path\\b|[a-z_.]+\\s*(=|\\bto\\b)\\s*'?[a-z0-9]+'?\\s*(;|"))\
          |\\breset\\s+(role|all|search_path|session)\\b\
          |\\bdiscard\\s+(all|temp|plans)\\b\
          |\\bpg_(try_)?advisory_(lock|unlock)\\w*\\s*\\(\
          |"\\s*(un)?listen\\s+[a-z*]\
          |\\bcreate\\s+(local\\s+|global\\s+)?(temp|temporary)\\s\
          |"\\s*prepare\\s+[a-z]|"\\s*deallocate\\b|\\bwith\\s+hold\\b\
          """,
          Pattern.CASE_INSENSITIVE);

  /** What holds a session on purpose, through the direct address; and what forbids it to others. */
  private static final Set<String> DIRECT = Set.of("PlatformMigrations.java", "Hardening.java");

  private static final Set<String> SESSION_CALLS =
      Set.of("setSchema", "setCatalog", "setClientInfo", "setHoldability", "addDataType");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("ai.kompl");

  @Test
  void noProductCodeChangesASessionThroughJdbc() {
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe("changes a session", PoolingRulesTest::changesSession))
        .check(PRODUCT);
  }

  private static boolean changesSession(JavaMethodCall call) {
    return call.getTargetOwner().isAssignableTo(Connection.class)
        && SESSION_CALLS.contains(call.getName());
  }

  @Test
  void noStatementOfTheProductLeavesStateInASession() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (Path source : sources()) {
      files++;
      if (!DIRECT.contains(source.getFileName().toString()) && leavesState(source)) {
        found.add(source.toString());
      }
    }

    assertThat(files).as("sources that were looked at").isGreaterThan(300);
    assertThat(found).isEmpty();
  }

  @Test
  void aFunctionMayPinItsOwnPath() {
    String function = "language sql security definer set search_path = pg_catalog, pg_temp";

    assertThat(SESSION_STATE.matcher(function).find()).isFalse();
    assertThat(SESSION_STATE.matcher(function.replace("security definer ", "")).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"SET ROLE tenant_1_app\"",
        "\"set search_path = tenant_1\"",
        "\"set session characteristics as transaction read only\"",
        "\"set statement_timeout = 500\"",
        "\"reset role\"",
        "\"select pg_advisory_lock(?)\"",
        "\"select pg_try_advisory_lock(1)\"",
        "\"listen events\"",
        "\"create temp table scratch (id int)\"",
        "\"prepare find as select 1\"",
        "\"declare c cursor with hold for select 1\""
      })
  void thatRuleFindsWhatIsPlanted(String planted) {
    assertThat(SESSION_STATE.matcher(planted).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"SET LOCAL ROLE tenant_1_app\"",
        "\"SET LOCAL search_path = \" + schema",
        "\"set transaction isolation level repeatable read read only\"",
        "\"select pg_advisory_xact_lock(?)\"",
        "update risk set title = ? where id = ?",
        "a set of rows; listen to the user"
      })
  void thatRuleLeavesAloneWhatEndsWithTheTransaction(String fine) {
    assertThat(SESSION_STATE.matcher(fine).find()).isFalse();
  }

  private static boolean leavesState(Path source) throws IOException {
    return Files.readString(source)
        .lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("*") && !line.startsWith("/") && !line.startsWith("--"))
        .anyMatch(line -> SESSION_STATE.matcher(line).find());
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("kompl.root", "")).toAbsolutePath();
    var sources = new ArrayList<Path>();
    for (String area : List.of("tenancy", "dataloaders", "subgraphs", "router")) {
      try (Stream<Path> files = Files.walk(root.resolve(area))) {
        files
            .filter(file -> file.toString().contains("/src/main/"))
            .filter(file -> file.toString().endsWith(".java") || file.toString().endsWith(".sql"))
            .forEach(sources::add);
      }
    }
    return sources;
  }
}
