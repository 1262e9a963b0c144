package ai.kompl.local.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom: the floor plan as a table, and no cycle of packages inside a module. */
class FloorPlanRulesTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("ai.kompl");

  private static final List<String> SUBGRAPHS = List.of("identity", "tenants", "regops");

  /** Each room with the rooms of ours that it may see; a room always sees itself. */
  private static Map<String, List<String>> plan() {
    var plan = new TreeMap<String, List<String>>();
    plan.put("ai.kompl.schema", List.of());
    plan.put("ai.kompl.embedded", List.of());
    plan.put("ai.kompl.federation", List.of());
    plan.put("ai.kompl.tenancy.caller", List.of());
    plan.put("ai.kompl.tenancy.events", List.of("ai.kompl.schema", "ai.kompl.tenancy.caller"));
    plan.put("ai.kompl.tenancy.cache", List.of("ai.kompl.schema", "ai.kompl.tenancy.caller"));
    plan.put("ai.kompl.tenancy.vault", List.of("ai.kompl.schema", "ai.kompl.tenancy.caller"));
    plan.put("ai.kompl.tenancy.data", List.of("ai.kompl.schema", "ai.kompl.tenancy"));
    plan.put("ai.kompl.dataloaders", List.of("ai.kompl.schema", "ai.kompl.tenancy"));
    plan.put(
        "ai.kompl.kit", List.of("ai.kompl.schema", "ai.kompl.tenancy", "ai.kompl.dataloaders"));
    for (String subgraph : SUBGRAPHS) {
      plan.put(
          "ai.kompl." + subgraph,
          List.of("ai.kompl.schema", "ai.kompl.tenancy", "ai.kompl.dataloaders", "ai.kompl.kit"));
    }
    plan.put(
        "ai.kompl.gateway",
        List.of(
            "ai.kompl.schema",
            "ai.kompl.federation",
            "ai.kompl.tenancy.caller",
            "ai.kompl.tenancy.events"));
    return plan;
  }

  @TestFactory
  List<DynamicTest> aRoomSeesOnlyTheRoomsOfItsPlan() {
    var tests = new ArrayList<DynamicTest>();
    plan()
        .forEach((room, seen) ->
            tests.add(DynamicTest.dynamicTest(room, () -> assertSeesOnly(room, seen))));
    return tests;
  }

  private static void assertSeesOnly(String room, List<String> seen) {
    var forbidden = new ArrayList<String>();
    for (String other : plan().keySet()) {
      boolean allowed = other.equals(room) || seen.stream().anyMatch(other::startsWith);
      if (!allowed) {
        forbidden.add(other + "..");
      }
    }
    forbidden.add("ai.kompl.local..");
    noClasses()
        .that()
        .resideInAPackage(room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.toArray(String[]::new))
        .allowEmptyShould(false)
        .check(PRODUCT);
  }

  @Test
  void theEngineNeedsNoWebServerAndNoDatabase() {
    noClasses()
        .that()
        .resideInAPackage("ai.kompl.federation..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.helidon..", "java.sql..", "javax.sql..", "com.zaxxer..", "io.lettuce..")
        .check(PRODUCT);
  }

  @Test
  void theEnginesHotPathKnowsNothingOfPlanningAndParsing() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "ai.kompl.federation.json..",
            "ai.kompl.federation.transport..",
            "ai.kompl.federation.shape..",
            "ai.kompl.federation.execute..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "graphql..",
            "ai.kompl.federation.operation..",
            "ai.kompl.federation.planner..",
            "ai.kompl.federation.graph..",
            "ai.kompl.federation.supergraph..",
            "ai.kompl.federation.composition..")
        .because("execution runs plans and never sees a document")
        .allowEmptyShould(false)
        .check(PRODUCT);
  }

  @Test
  void theEnginesHotPathUsesNoStreams() {
    noClasses()
        .that()
        .resideInAnyPackage("ai.kompl.federation.json..", "ai.kompl.federation.execute..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.stream..")
        .because("a stream makes garbage for every value of every answer")
        .allowEmptyShould(false)
        .check(PRODUCT);
  }

  @Test
  void onlyTheDataRoomTouchesTheDriver() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "ai.kompl.tenancy.data..", "ai.kompl.embedded..", "ai.kompl.local..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "org.postgresql..",
            "com.zaxxer..",
            "io.helidon.dbclient..")
        .because("there is no other way to a tenant's tables than TenantDatabase")
        .check(PRODUCT);
  }

  @Test
  void packagesHaveNoCycles() {
    for (String room : plan().keySet()) {
      slices()
          .matching(room + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(PRODUCT);
    }
  }

  @Test
  void typesAvoidTheWordsThatSayNothing() {
    var bad =
        PRODUCT.stream()
            .map(type -> type.getSimpleName())
            .filter(name ->
                Arrays.stream(
                        new String[] {
                          "Util", "Utils", "Helper", "Helpers", "Manager", "Impl", "Dto"
                        })
                    .anyMatch(name::endsWith))
            .toList();

    assertThat(bad).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked =
        PRODUCT.stream()
            .map(type -> type.getPackage())
            .distinct()
            .filter(pack -> !pack.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
            .map(pack -> pack.getName())
            .sorted()
            .toList();

    assertThat(unmarked).isEmpty();
  }
}
