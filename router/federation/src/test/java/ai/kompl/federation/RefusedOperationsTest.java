package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.plan.EntityReference;
import ai.kompl.federation.rights.Rights;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Held;
import ai.kompl.federation.testkit.Office;
import ai.kompl.federation.transport.RequestContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request can ask for all or nothing: a denied field then refuses the whole operation. */
class RefusedOperationsTest {
  private final Office office = new Office();
  private final Federation federation = Federation.inProcess(office.subgraphs());

  private static RequestContext allOrNothing(Rights rights) {
    return Federation.context(rights).refusingDenied();
  }

  private PreparedOperation.Executable prepared(String query) {
    return (PreparedOperation.Executable) federation.engine().prepare(query, null);
  }

  private GraphQlResponse run(String query, Map<String, Object> variables, Rights rights) {
    return federation
        .engine()
        .execute(prepared(query), Map.copyOf(variables), allOrNothing(rights));
  }

  @Test
  void anOperationWithADeniedFieldIsRefusedBeforeAnyCall() {
    GraphQlResponse refused =
        run("{ people { name mail: email desk { drawer } } }", Map.of(), Rights.NONE);

    assertThat(refused.executed()).isFalse();
    assertThat(Federation.text(refused))
        .isEqualTo(
            "{\"errors\":[{\"message\":\"You are not authorized to see field 'email' or its type.\","
                + "\"path\":[\"people\",\"mail\"],\"extensions\":{\"code\":\"UNAUTHORIZED_FIELD_OR_TYPE\"}},"
                + "{\"message\":\"You are not authorized to see field 'drawer' or its type.\","
                + "\"path\":[\"people\",\"desk\",\"drawer\"],\"extensions\":{\"code\":\"UNAUTHORIZED_FIELD_OR_TYPE\"}}]}");
    assertThat(federation.takeCalls()).isEmpty();
  }

  @Test
  void anOperationOfWhichNothingIsDeniedIsRun() {
    String query = "query Q($all: Boolean!) { person(id: 1) { name email @include(if: $all) } }";

    assertThat(run(query, Map.of("all", true), Held.KNOWN).errorCodes()).isEmpty();
    assertThat(run(query, Map.of("all", false), Rights.NONE).errorCodes()).isEmpty();
    assertThat(run(query, Map.of("all", true), Rights.NONE).executed()).isFalse();
    assertThat(federation.takeCalls()).hasSize(2);
  }

  @Test
  void withoutTheOptionADeniedFieldIsNull() {
    String answer = federation.run("{ person(id: 1) { name email } }", Map.of(), Rights.NONE);

    assertThat(answer).startsWith("{\"data\":{\"person\":{\"name\":\"Person 1\",\"email\":null}}");
  }

  @Test
  void aRefusedMutationChangesNothing() {
    GraphQlResponse refused =
        run("mutation { rename(id: 1, name: \"A\") { id } dismiss(id: 1) }", Map.of(), Rights.NONE);

    assertThat(refused.executed()).isFalse();
    assertThat(office.dismissed()).isZero();
    assertThat(federation.takeCalls()).isEmpty();
  }

  @Test
  void whatIsDeferredAndWhatAnEventTellsCountToo() throws IOException {
    List<String> parts = new ArrayList<>();
    federation
        .engine()
        .executeInParts(
            prepared("{ person(id: 1) { name ... @defer { wage } } }"),
            Map.of(),
            allOrNothing(Held.KNOWN),
            (part, last) -> parts.add(last + Federation.text(part)));
    GraphQlResponse event =
        federation
            .engine()
            .executeFrom(
                prepared("subscription { personChanged { id wage } }"),
                new EntityReference("Person", Map.of("id", "1")),
                Map.of(),
                allOrNothing(Held.KNOWN));

    assertThat(parts).singleElement().asString().startsWith("true{\"errors\":").contains("'wage'");
    assertThat(event.executed()).isFalse();
    assertThat(federation.takeCalls()).isEmpty();
  }
}
