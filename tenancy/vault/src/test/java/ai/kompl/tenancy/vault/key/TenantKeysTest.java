package ai.kompl.tenancy.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantKeysTest {
  private static final TenantId NORTH = new TenantId("00000000000000a1");
  private static final TenantId SOUTH = new TenantId("00000000000000b1");

  @TempDir Path folder;
  private TestKeys ground;
  private TenantKeys keys;

  @BeforeEach
  void open() {
    ground = new TestKeys(folder);
    keys = ground.process();
  }

  @Test
  void eachTenantAndPurposeHasARandomKeyOfItsOwn() {
    List<byte[]> secrets =
        Stream.of(
                keys.current(NORTH, "objects"),
                keys.current(NORTH, "mail"),
                keys.current(SOUTH, "objects"))
            .map(DataKey::secret)
            .toList();

    assertThat(secrets).doesNotHaveDuplicates();
    assertThat(ground.process().current(NORTH, "objects").secret())
        .as("the same in every process")
        .isEqualTo(secrets.getFirst());
  }

  @Test
  void processesThatMakeAKeyAtOnceGetTheSameOne() throws Exception {
    var made = new ArrayList<byte[]>();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> all =
          Stream.generate(ground::process)
              .limit(20)
              .map(process -> threads.submit(() -> process.current(NORTH, "objects").secret()))
              .toList();
      for (Future<byte[]> one : all) {
        made.add(one.get());
      }
    }

    assertThat(made).allMatch(key -> java.util.Arrays.equals(key, made.getFirst()));
    assertThat(ground.store().all()).hasSize(1);
  }

  @Test
  void aNewVersionEncryptsAndTheOldOneStillReads() {
    DataKey old = keys.current(NORTH, "objects");
    TenantKeys other = ground.process();
    other.current(NORTH, "objects");

    DataKey renewed = keys.rotate(NORTH, "objects");

    assertThat(renewed.name().version()).isEqualTo(2);
    assertThat(renewed.secret()).isNotEqualTo(old.secret());
    assertThat(keys.version(old.name()).secret()).isEqualTo(old.secret());
    assertThat(other.version(renewed.name()).secret())
        .as("a process that has not heard of it")
        .isEqualTo(renewed.secret());
  }

  @Test
  void aVersionThatNeverWasIsUnreadable() {
    keys.current(NORTH, "objects");

    assertThatThrownBy(() -> keys.version(new KeyName(NORTH, "objects", 7)))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("objects 7");
  }

  @Test
  void keysStayInMemoryForABoundedTime() {
    keys.current(NORTH, "objects");
    int reads = ground.store().reads();
    ground.store().goAway();

    ground.pass(TenantKeys.LONGEST.minusSeconds(1));
    assertThat(keys.current(NORTH, "objects")).as("while the store is away").isNotNull();
    ground.pass(Duration.ofSeconds(1));

    assertProblem(() -> keys.current(NORTH, "objects"), Problem.UNAVAILABLE);
    assertThat(keys.remembered()).isZero();
    assertThat(ground.store().reads()).isEqualTo(reads);
  }

  @Test
  void aClockThatWasPutBackKeepsNoKeyInMemory() {
    keys.current(NORTH, "objects");
    ground.store().goAway();

    ground.pass(Duration.ofHours(-1));

    assertProblem(() -> keys.current(NORTH, "objects"), Problem.UNAVAILABLE);
  }

  @Test
  void readingAnyKeyDropsTheOldOnesOfOthersFromMemory() {
    keys.current(NORTH, "objects");
    ground.pass(TenantKeys.LONGEST);

    keys.current(SOUTH, "objects");

    assertThat(keys.remembered()).isEqualTo(1);
  }

  @Test
  void destroyedKeysAreGoneAtOnceWhereTheyAreForgottenAndSoonEverywhere() {
    DataKey key = keys.current(NORTH, "objects");
    keys.current(SOUTH, "objects");
    TenantKeys other = ground.process();
    other.current(NORTH, "objects");

    ground.store().destroy(NORTH);
    keys.forget(NORTH);

    assertProblem(() -> keys.version(key.name()), Problem.ERASED);
    assertProblem(() -> keys.current(NORTH, "other"), Problem.ERASED);
    assertProblem(() -> keys.deriving(NORTH, "objects"), Problem.ERASED);
    assertThat(keys.current(SOUTH, "objects")).as("others").isNotNull();
    ground.pass(TenantKeys.LONGEST);
    assertProblem(() -> other.version(key.name()), Problem.ERASED);
  }

  @Test
  void aWrappedKeyThatWasMovedOrChangedDoesNotOpen() {
    keys.current(NORTH, "objects");
    keys.current(SOUTH, "objects");
    WrappedKey north = ground.store().all().getFirst();
    WrappedKey south = ground.store().all().getLast();

    ground.store().replace(new WrappedKey(south.name(), north.masterId(), north.text()));

    assertThatThrownBy(() -> ground.process().current(SOUTH, "objects"))
        .isInstanceOf(UnreadableException.class);
    assertThat(ground.process().current(NORTH, "objects")).as("the one that stayed").isNotNull();
  }

  @Test
  void anotherMasterKeyIsNoticedAtTheStart() throws Exception {
    keys.check();
    Path file = folder.resolve("master-key");
    String right = Files.readString(file);
    Files.writeString(file, MasterKey.make(new SecureRandom()).text());
    var wrong = MasterKeyFile.open(file, new SecureRandom());

    assertThatThrownBy(() -> process(wrong).check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(ground.masters().currentId())
        .hasMessageContaining(wrong.currentId());
    Files.writeString(file, right);
    process(MasterKeyFile.open(file, new SecureRandom())).check();
  }

  @Test
  void theMasterKeyIsRenewedWhileAllProcessesWorkOn() {
    DataKey key = keys.current(NORTH, "objects");
    String before = ground.masters().currentId();
    var running = MasterKeyFile.open(folder.resolve("master-key"), new SecureRandom());

    String after = ground.masters().renew();
    for (WrappedKey old : ground.store().all()) {
      ground.store().replace(ground.masters().wrap(old.name(), ground.masters().unwrap(old)));
    }

    assertThat(after).isNotEqualTo(before);
    assertThat(ground.store().all()).extracting(WrappedKey::masterId).containsOnly(after);
    assertThat(process(running).version(key.name()).secret())
        .as("a process that started before the change")
        .isEqualTo(key.secret());
    assertThat(ground.masters().ids()).containsExactly(after, before);
  }

  @Test
  void whatThePlatformDerivedBeforeGoesOnAsItWas() {
    ground.store().comeFromBefore();
    MasterKey master = ground.masters().deriving().orElseThrow();

    DataKey key = keys.current(TenantKeys.PLATFORM, "audit-trail");

    assertThat(key.secret()).isEqualTo(master.platformKey("audit-trail"));
    assertThat(keys.rotate(TenantKeys.PLATFORM, "audit-trail").secret()).isNotEqualTo(key.secret());
  }

  @Test
  void inANewDatabaseThePlatformsKeysAreRandomToo() {
    MasterKey master = ground.masters().deriving().orElseThrow();

    assertThat(keys.current(TenantKeys.PLATFORM, "audit-trail").secret())
        .isNotEqualTo(master.platformKey("audit-trail"));
  }

  @Test
  void noKeyShowsItself() {
    DataKey key = keys.current(NORTH, "objects");
    WrappedKey wrapped = ground.store().all().getFirst();

    assertThat(key.toString()).isEqualTo("DataKey[" + NORTH + " objects 1]");
    assertThat(wrapped.toString()).doesNotContain(wrapped.text());
    assertThat(ground.masters().deriving().orElseThrow()).hasToString("MasterKey");
  }

  @Test
  void theMasterKeyIsMadeOnceAndPrivate() throws Exception {
    Path file = folder.resolve("keys/master.key");

    String made = MasterKeyFile.openOrCreate(file, new SecureRandom()).currentId();

    assertThat(MasterKeyFile.openOrCreate(file, new SecureRandom()).currentId()).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aMasterKeyThatIsMissingIsNotReplaced() {
    Path file = folder.resolve("absent");

    assertThatThrownBy(() -> MasterKeyFile.open(file, new SecureRandom()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("backup");
    assertThat(file).doesNotExist();
  }

  @Test
  void aMasterKeyThatOthersMayReadIsRefused() throws Exception {
    Path file = folder.resolve("master-key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> MasterKeyFile.open(file, new SecureRandom()))
        .hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUJD", "not base 64!", "\n"})
  void aMalformedMasterKeyIsRefused(String text) throws Exception {
    Path file = folder.resolve("master-key");
    Files.writeString(file, text);

    assertThatThrownBy(() -> MasterKeyFile.open(file, new SecureRandom()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("master key");
  }

  private TenantKeys process(MasterKeyHolder masters) {
    return new TenantKeys(ground.store(), masters, ground, new SecureRandom(), TenantKeys.LONGEST);
  }

  private static void assertProblem(ThrowingCallable act, Problem problem) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
