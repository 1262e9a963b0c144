package ai.kompl.tenancy.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.vault.FieldCipher;
import ai.kompl.tenancy.vault.FieldPlace;
import ai.kompl.tenancy.vault.key.KeyName;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrapped keys in a real database. */
class KeyCustodyTest {
  private static TestPlatform platform;
  private static Tenant north;
  private static Tenant south;

  @TempDir static Path folder;
  private static MasterKeyFile masters;
  private TenantKeys keys;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
    north = platform.provision("keys-north");
    south = platform.provision("keys-south");
    masters = MasterKeyFile.openOrCreate(folder.resolve("master-key"), new SecureRandom());
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @BeforeEach
  void process() {
    keys = process(masters);
  }

  @Test
  void aKeyIsKeptWrappedAndIsTheSameInAllProcesses() {
    byte[] key = keys.current(north.id(), "shared").secret();

    assertThat(process(masters).current(north.id(), "shared").secret()).isEqualTo(key);
    assertThat(keys.rotate(north.id(), "shared").name().version()).isEqualTo(2);
    assertThat(process(masters).version(new KeyName(north.id(), "shared", 1)).secret())
        .isEqualTo(key);
    assertThat(custody().all())
        .contains(new KeyCustody.Held(north.id(), "shared", 2, 2, masters.currentId()));
  }

  @Test
  void noTenantAndNoSubgraphReachesAKeyAndTheServiceCannotChangeOne() {
    keys.current(north.id(), "guarded");

    assertThatThrownBy(() -> count(TestPlatform.user(north))).isInstanceOf(ProblemException.class);
    List<String> granted =
        platform.look(
            """
            select distinct r.rolname, t.name, p.name
            from pg_roles r
            cross join (values ('private.tenant_keys'), ('private.key_holders')) t (name)
            cross join (values ('select'), ('insert'), ('update'), ('delete'), ('truncate')) p (name)
            where pg_has_role('kompl_app', r.oid, 'MEMBER') and r.rolname <> 'postgres'
              and has_any_column_privilege(r.oid, t.name,
                    case when p.name in ('delete', 'truncate') then 'select' else p.name end)
              and (p.name not in ('delete', 'truncate') or has_table_privilege(r.oid, t.name, p.name))
            order by 1, 2, 3
            """);
    assertThat(granted)
        .containsExactly(
            "kompl_platform|private.key_holders|insert",
            "kompl_platform|private.key_holders|select",
            "kompl_platform|private.tenant_keys|insert",
            "kompl_platform|private.tenant_keys|select");
  }

  @Test
  void rewrappingTakesAllKeysUnderTheNewMasterKeyAndChangesNoData() {
    var cipher = new FieldCipher(keys, new SecureRandom());
    var place = new FieldPlace(south.id(), "note", "1");
    byte[] sealed = cipher.encrypt(place, "canary".getBytes(UTF_8));
    String before = masters.currentId();

    String after = masters.renew();
    int rewrapped = custody().rewrap(masters);

    assertThat(rewrapped).isPositive();
    assertThat(custody().rewrap(masters)).as("again").isZero();
    assertThat(platform.look("select distinct master from private.tenant_keys"))
        .containsExactly(after)
        .doesNotContain(before);
    assertThat(new FieldCipher(process(masters), new SecureRandom()).decrypt(place, sealed))
        .asString()
        .isEqualTo("canary");
  }

  @Test
  void destroyedKeysNeverComeBackAndOthersStay() {
    Tenant lost = platform.provision("keys-lost");
    var cipher = new FieldCipher(keys, new SecureRandom());
    var place = new FieldPlace(lost.id(), "note", "1");
    var other = new FieldPlace(south.id(), "note", "1");
    byte[] sealed = cipher.encrypt(place, "canary".getBytes(UTF_8));
    byte[] kept = cipher.encrypt(other, "canary".getBytes(UTF_8));

    int destroyed = custody().destroy(lost.id(), TestPlatform.operator());
    keys.forget(lost.id());

    assertThat(destroyed).isEqualTo(1);
    assertErased(() -> cipher.decrypt(place, sealed));
    assertErased(() -> cipher.encrypt(place, sealed));
    assertErased(
        () -> new FieldCipher(process(masters), new SecureRandom()).decrypt(place, sealed));
    assertThat(cipher.decrypt(other, kept)).asString().isEqualTo("canary");
    assertThat(
            platform.look(
                "select count(*) from private.tenant_keys where tenant = '" + lost.id() + "'"))
        .containsExactly("0");
    assertThat(
            platform.look(
                "select action from private.audit_events where action like '%keys-destroyed' and tenant = '"
                    + lost.id()
                    + "'"))
        .hasSize(1);
  }

  @Test
  void onlyAnOperatorDestroysKeysAndNeverThePlatforms() {
    keys.current(south.id(), "kept");

    assertForbidden(() -> custody().destroy(south.id(), TestPlatform.user(south)));
    assertForbidden(() -> custody().destroy(TenantKeys.PLATFORM, TestPlatform.operator()));
    assertThat(process(masters).current(south.id(), "kept").name().version()).isEqualTo(1);
  }

  @Test
  void aDatabaseOfAnotherMasterKeyIsRefusedAtTheStart() {
    keys.check();
    var wrong = MasterKeyFile.openOrCreate(folder.resolve("wrong-key"), new SecureRandom());

    assertThatThrownBy(() -> process(wrong).check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrong-key");
    assertThat(custody().needMasterKey()).isTrue();
  }

  @Test
  void aNewDatabaseNeedsNoMasterKeyYet() {
    try (TestPlatform fresh = TestPlatform.open()) {
      assertThat(fresh.data().keyCustody().needMasterKey()).isFalse();
    }
  }

  private static KeyCustody custody() {
    return platform.data().keyCustody();
  }

  private static TenantKeys process(MasterKeyFile masters) {
    return new TenantKeys(
        platform.data().keyStore(),
        masters,
        InstantSource.system(),
        new SecureRandom(),
        TenantKeys.LONGEST);
  }

  private static int count(Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(caller, tx -> tx.query("select version from private.tenant_keys", _ -> 1).size());
  }

  private static void assertErased(ThrowingCallable act) {
    assertProblem(act, Problem.ERASED);
  }

  private static void assertForbidden(ThrowingCallable act) {
    assertProblem(act, Problem.FORBIDDEN);
  }

  private static void assertProblem(ThrowingCallable act, Problem problem) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
