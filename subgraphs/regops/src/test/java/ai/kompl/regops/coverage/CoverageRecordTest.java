package ai.kompl.regops.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.embedded.TestRedis;
import ai.kompl.regops.Catalogues;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.regops.control.ControlDesk;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.events.RedisEvents;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The trail tells when a new version of a framework opens a gap. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoverageRecordTest {
  private final RegopsPlatform platform = RegopsPlatform.open();
  private final RedisEvents events =
      RedisEvents.open(URI.create(TestRedis.shared().createDatabase()));
  private final ControlDesk desk = new ControlDesk(platform);

  @BeforeAll
  void start() {
    platform.startWorker();
    platform.startConsumers(events);
  }

  @AfterAll
  void stop() {
    platform.close();
    events.close();
  }

  @Test
  void aNewVersionIsPutOnRecordOnceWithWhatWasCoveredBefore() {
    Caller ana = platform.newTenant("coverage");
    var requirements = desk.requirements(ana);
    assertThat(RegopsPlatform.eventually(() -> recorded(ana).size() == 1)).isTrue();
    desk.create(ana, "C-1", Map.of("requirementIds", requirements));

    new Catalogues(platform).run(ana, Catalogues.small("HOUSE", "2").getBytes(UTF_8), "NATIVE");

    assertThat(RegopsPlatform.eventually(() -> recorded(ana).size() == 2)).isTrue();
    assertThat(recorded(ana))
        .containsExactly(
            "{\"now\":{\"requirements\":3,\"covered\":0}}",
            "{\"now\":{\"requirements\":3,\"covered\":0},\"before\":{\"requirements\":3,\"covered\":3}}");
  }

  private List<String> recorded(Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx ->
                tx.query(
                    """
                    select t.details from private.audit_events e
                    join private.audit_texts t on t.at = e.at and t.tenant = e.tenant
                      and t.sequence = e.sequence
                    where e.category = 'COMPLIANCE'
                      and e.action = 'regops.framework-version.coverage-recorded'
                    order by e.sequence
                    """,
                    row -> row.string("details")));
  }
}
