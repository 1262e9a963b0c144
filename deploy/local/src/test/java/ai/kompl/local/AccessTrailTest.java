package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask for and are shown is in their organization's audit trail, and in no other's. */
class AccessTrailTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void aQueryForPeopleLeavesItsTracesInTheTrail() throws IOException {
    try (RunningProduct product = RunningProduct.start(folder, Map.of())) {
      product.client().data("query Team { users { edges { node { email } } } }", Map.of());

      assertThat(Waiting.until(LIMIT, () -> accesses(product, "acme").size() >= 2)).isTrue();

      assertThat(accesses(product, "acme"))
          .as("the operation, and whom of the others she was shown")
          .anyMatch(line -> line.startsWith("REQUEST graphql.query Operation "))
          .anyMatch(line -> line.startsWith("ACCESS identity.user.read User user_"));
      assertThat(accesses(product, "globex")).isEmpty();
    }
  }

  private static List<String> accesses(RunningProduct product, String slug) {
    return product
        .host()
        .data()
        .tenantDatabase()
        .read(
            reader(product, slug),
            transaction ->
                transaction.query(
                    """
                    select category || ' ' || action || ' ' || subject_type || ' ' || subject_id
                      as line from private.audit_accesses order by at
                    """,
                    row -> row.string("line")));
  }

  private static Caller reader(RunningProduct product, String slug) {
    Tenant tenant = product.host().data().registry().findBySlug(slug).orElseThrow();
    return Caller.worker(tenant.id(), "tests.reader", "request-1");
  }
}
