package ai.kompl.local.verify.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No place that commits is without its proof. */
class CommitSeamsTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("ai.kompl");

  /** What every transaction goes through. */
  private static final Set<String> THROUGH =
      Set.of("RoleTransactions", "RoleTenantDatabase", "RolePlatformDatabase", "TenantDatabase");

  private static final Set<String> ENDING =
      Set.of(
          "OwnerDatabase.transaction",
          "RoleTransactions.run",
          "TenantDatabase.write",
          "TenantDatabase.record",
          "PlatformDatabase.write");

  @Test
  void everyPlaceThatEndsATransactionIsListedAndThereIsNoOther() {
    Set<String> places =
        origins(call -> ENDING.contains(target(call)) && !THROUGH.contains(owner(call)));

    assertThat(places).isEqualTo(CommitSeams.all());
  }

  @Test
  void onlyTwoClassesOfTheDataRoomCommit() {
    Set<String> places =
        origins(call ->
            call.getName().equals("commit")
                && call.getTargetOwner().isAssignableTo(java.sql.Connection.class));

    assertThat(places)
        .containsExactlyInAnyOrder("RoleTransaction.commit", "OwnerDatabase.transaction");
  }

  @Test
  void onlyOneClassLetsFlywayCommit() {
    Set<String> places =
        origins(call ->
            call.getName().equals("migrate")
                && call.getTargetOwner().getName().startsWith("org.flywaydb"));

    assertThat(places).containsExactly("PlatformMigrations.flyway");
  }

  private static Set<String> origins(Predicate<JavaMethodCall> wanted) {
    return PRODUCT.stream()
        .filter(type -> !type.getPackageName().startsWith("ai.kompl.local.verify"))
        .flatMap(type -> type.getMethodCallsFromSelf().stream())
        .filter(wanted)
        .map(call -> owner(call) + "." + Fuse.method(call.getOrigin().getName()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String owner(JavaMethodCall call) {
    return Fuse.outer(call.getOriginOwner().getName());
  }

  private static String target(JavaMethodCall call) {
    return call.getTargetOwner().getSimpleName() + "." + call.getName();
  }
}
