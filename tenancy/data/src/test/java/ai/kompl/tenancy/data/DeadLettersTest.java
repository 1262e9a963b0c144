package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.TestRedis;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.EventBacklog.Letters;
import ai.kompl.tenancy.events.RedisEvents;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be applied stops nothing but its entity, is seen, and is decided about by people. */
class DeadLettersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicBoolean poisonous = new AtomicBoolean(true);
  private TestPlatform platform;
  private Tenant north;
  private Caller ana;
  private RedisEvents events;
  private EventBacklog backlog;

  @BeforeEach
  void open() {
    platform = TestPlatform.open();
    north = platform.provision("north");
    ana = TestPlatform.user(north);
    events = RedisEvents.open(URI.create(TestRedis.shared().createDatabase()));
    backlog = platform.data().eventBacklog();
    platform
        .data()
        .startConsumer(
            ConsumerGround.consumer((event, tx) -> {
              if (poisonous.get()
                  && event.entityId().equals("a")
                  && event.payloadJson().equals("2")) {
                throw new ProblemException(Problem.VALIDATION_FAILED);
              }
              ConsumerGround.note(event, tx);
            }),
            events,
            ConsumerGround.settings());
    platform.data().startRelay(events);
    assertThat(TestPlatform.eventually(PATIENCE, () -> !backlog.groups().isEmpty())).isTrue();
    for (int n = 1; n <= 5; n++) {
      ConsumerGround.count(platform.data(), ana, n, "a", "b");
    }
    assertThat(TestPlatform.eventually(PATIENCE, () -> ConsumerGround.waiting(platform) == 4))
        .as("one is dead and three are held behind it")
        .isTrue();
    assertThat(TestPlatform.eventually(PATIENCE, () -> backlog.deadLetters(9).size() == 1))
        .isTrue();
  }

  @AfterEach
  void close() {
    platform.close();
    events.close();
  }

  @Test
  void aPoisonousEventHoldsBackItsEntityAndNothingElse() {
    assertThat(ConsumerGround.noted(platform, north))
        .isEqualTo(Map.of("a", List.of(1), "b", List.of(1, 2, 3, 4, 5)));
  }

  @Test
  void itIsSeenWithWhatWentWrongAndHowManyWaitBehindIt() {
    assertThat(backlog.groups())
        .singleElement()
        .satisfies(group -> {
          assertThat(group.group()).isEqualTo(ConsumerGround.GROUP);
          assertThat(List.of(group.waiting(), group.held(), group.dead()))
              .containsExactly(3L, 3L, 1L);
          assertThat(group.lag()).as("nothing waits for its turn").isEmpty();
        });
    assertThat(backlog.deadLetters(9))
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.event().entityId()).isEqualTo("a");
          assertThat(letter.event().payloadJson()).isEqualTo("2");
          assertThat(letter.attempts()).isEqualTo(3);
          assertThat(letter.problem()).isEqualTo("VALIDATION_FAILED");
          assertThat(letter.held()).isEqualTo(3);
        });
  }

  @Test
  void oneThatIsDrivenAgainIsAppliedBeforeThoseThatWaitedBehindIt() {
    poisonous.set(false);

    int driven = backlog.redrive(Letters.of(ConsumerGround.GROUP), TestPlatform.operator());

    assertThat(driven).isEqualTo(1);
    assertThat(TestPlatform.eventually(PATIENCE, () -> ConsumerGround.waiting(platform) == 0))
        .isTrue();
    assertThat(ConsumerGround.noted(platform, north).get("a")).containsExactly(1, 2, 3, 4, 5);
    assertThat(trail("tenancy.event.redriven")).containsExactly("a|null");
  }

  @Test
  void oneThatIsStillPoisonousBecomesADeadLetterAgain() {
    backlog.redrive(Letters.of(ConsumerGround.GROUP), TestPlatform.operator());

    assertThat(TestPlatform.eventually(PATIENCE, () -> backlog.deadLetters(9).size() == 1))
        .isTrue();
    assertThat(ConsumerGround.noted(platform, north).get("a")).containsExactly(1);
  }

  @Test
  void oneThatIsDiscardedLetsTheOthersGoOnAndTheTrailSaysWhy() {
    long number = backlog.deadLetters(9).getFirst().number();

    int discarded =
        backlog.discard(
            new Letters(ConsumerGround.GROUP, Optional.of(north.id()), Optional.of(number)),
            "the entry was a test",
            TestPlatform.operator());

    assertThat(discarded).isEqualTo(1);
    assertThat(TestPlatform.eventually(PATIENCE, () -> ConsumerGround.waiting(platform) == 0))
        .isTrue();
    assertThat(ConsumerGround.noted(platform, north).get("a")).containsExactly(1, 3, 4, 5);
    assertThat(trail("tenancy.event.discarded")).containsExactly("a|the entry was a test");
  }

  @Test
  void aLetterOfAnotherTenantOrNumberIsLeftAlone() {
    Tenant south = platform.provision("south");
    long number = backlog.deadLetters(9).getFirst().number();

    int others =
        backlog.redrive(
            new Letters(ConsumerGround.GROUP, Optional.of(south.id()), Optional.of(number)),
            TestPlatform.operator());
    int another =
        backlog.redrive(
            new Letters(ConsumerGround.GROUP, Optional.empty(), Optional.of(number + 1)),
            TestPlatform.operator());

    assertThat(others + another).isZero();
  }

  @Test
  void onlyOperatorsDecideAndOnlyAboutGroupsThatThereAreAndWithAReason() {
    assertProblem(Problem.FORBIDDEN, () -> backlog.redrive(Letters.of(ConsumerGround.GROUP), ana));
    assertProblem(
        Problem.FORBIDDEN, () -> backlog.discard(Letters.of(ConsumerGround.GROUP), "x", ana));
    assertProblem(
        Problem.FORBIDDEN,
        () -> backlog.replay(ConsumerGround.GROUP, new ReplayFrom.Sequence(0), ana));
    assertProblem(
        Problem.NOT_FOUND, () -> backlog.redrive(Letters.of("no.such"), TestPlatform.operator()));
    assertProblem(
        Problem.VALIDATION_FAILED,
        () -> backlog.discard(Letters.of(ConsumerGround.GROUP), "  ", TestPlatform.operator()));
  }

  private static void assertProblem(Problem problem, Runnable act) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  private List<String> trail(String action) {
    return platform.look(
        """
        select e.subject_id, t.reason from private.audit_events e
        left join private.audit_texts t on t.at = e.at and t.tenant = e.tenant
          and t.sequence = e.sequence
        where e.action = '%s'
        """
            .formatted(action));
  }
}
