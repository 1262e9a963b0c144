package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitEdgesTest {
  private final Recorded edges = new Recorded();
  private TestPlatform platform;
  private DataPlatform observed;
  private Caller ana;

  @BeforeEach
  void open() {
    platform = TestPlatform.open();
    ana = TestPlatform.user(platform.provision("north"));
    observed =
        DataPlatform.open(
            // One connection: what keeps it, or returns it unclean, is noticed by the next.
            TestPlatform.settings(platform.database(), platform.database().url(), 1),
            List.of(TestPlatform.LEDGER),
            InstantSource.system(),
            new SecureRandom(),
            edges);
    edges.passed.clear();
  }

  @AfterEach
  void close() {
    observed.close();
    platform.close();
  }

  @Test
  void aCommitThatChangesSomethingHasTwoEdgesAndAReadHasNone() {
    add("one");
    observed
        .tenantDatabase()
        .read(ana, tx -> tx.query("select 1 as one", row -> row.integer("one")));

    assertThat(edges.passed).containsExactly("before", "after");
  }

  @Test
  void whatFailsAheadOfACommitIsRolledBackAndLeavesNothingHeld() {
    edges.failing = Optional.of("before");

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> add("lost")).hasMessage("failed before");
    }

    edges.failing = Optional.empty();
    add("kept");
    assertThat(platform.titles(ana)).containsExactly("kept");
  }

  @Test
  void whatFailsBehindACommitChangesNothingAboutIt() {
    edges.failing = Optional.of("after");

    assertThatThrownBy(() -> add("kept")).hasMessage("failed after");

    edges.failing = Optional.empty();
    add("next");
    assertThat(platform.titles(ana)).containsExactly("kept", "next");
  }

  private void add(String title) {
    observed
        .tenantDatabase()
        .write(
            ana,
            tx ->
                tx.update(
                    "insert into ledger_entry (id, title) values (?, ?)",
                    UUID.randomUUID(),
                    title));
  }

  private static final class Recorded implements CommitEdges {
    private final List<String> passed = new ArrayList<>();
    private Optional<String> failing = Optional.empty();

    @Override
    public void before() {
      pass("before");
    }

    @Override
    public void after() {
      pass("after");
    }

    private void pass(String edge) {
      passed.add(edge);
      if (failing.filter(edge::equals).isPresent()) {
        throw new IllegalStateException("failed " + edge);
      }
    }
  }
}
