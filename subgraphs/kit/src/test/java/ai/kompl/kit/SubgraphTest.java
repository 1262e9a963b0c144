package ai.kompl.kit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.TenantId;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SubgraphTest {

  private static final String ENTITIES =
      """
      query ($representations: [_Any!]!) {
        _entities(representations: $representations) {
          __typename
          ... on Author { id name books(first: 2) { totalCount edges { node { title author { name } } } } }
          ... on Book { title author { name } }
          ... on Tenant { id tenantMotto: motto }
        }
      }
      """;

  private final Library library = new Library();

  @AfterEach
  void close() {
    library.close();
  }

  @Test
  void aFieldIsAnsweredWithGlobalIdsAndScalarsAsText() {
    ExecutionResult result =
        library.ask(
            "query ($id: ID!) { book(id: $id) { id published author { id joinedAt } } }",
            Map.of("id", book(11)));

    assertThat(result.getErrors()).isEmpty();
    assertThat(data(result))
        .isEqualTo(
            Map.of(
                "book",
                Map.of(
                    "id",
                    book(11),
                    "published",
                    "2020-01-01",
                    "author",
                    Map.of(
                        "id",
                        GlobalId.of("author", Library.ACME, new UUID(1, 1)).toString(),
                        "joinedAt",
                        "2026-01-31T08:30:00.123456Z"))));
  }

  @Test
  void nestedFieldsOfAPageAreReadInOneBatchWithTheCallerAndScopeBound() {
    ExecutionResult result = library.ask("{ books { edges { node { author { name } } } } }");

    assertThat(result.getErrors()).isEmpty();
    assertThat(library.reads).containsExactly("authors3 for aaaaaaaa00000001 in request-1");
  }

  @Test
  void countsAreMadeOnlyWhenSelected() {
    library.ask("{ books { edges { cursor } } }");
    assertThat(library.reads).isEmpty();

    ExecutionResult result = library.ask("{ books { totalCount } }");

    assertThat(library.reads).containsExactly("count");
    assertThat(data(result)).isEqualTo(Map.of("books", Map.of("totalCount", 12)));
  }

  @Test
  void aCursorOfAPageLeadsToTheNext() {
    Map<String, Object> first =
        data(library.ask("{ books(first: 11) { pageInfo { hasNextPage endCursor } } }"));
    Map<String, Object> info = object(object(first, "books"), "pageInfo");

    ExecutionResult second =
        library.ask(
            "query ($after: String) { books(after: $after) { edges { node { title } } } }",
            Map.of("after", info.get("endCursor")));

    assertThat(info.get("hasNextPage")).isEqualTo(true);
    assertThat(data(second).toString()).isEqualTo("{books={edges=[{node={title=Book 3.4}}]}}");
  }

  @Test
  void entitiesOfSeveralTypesAreAnsweredInOrderWithLoadersBelowThem() {
    ExecutionResult result =
        library.ask(
            ENTITIES,
            Map.of(
                "representations",
                List.of(
                    reference("Author", author(2)),
                    reference("Book", book(31)),
                    reference("Author", author(1)),
                    reference("Tenant", tenant(Library.ACME)))));

    assertThat(result.getErrors()).isEmpty();
    assertThat(entities(result))
        .extracting(entity -> entity.get("__typename"))
        .containsExactly("Author", "Book", "Author", "Tenant");
    assertThat(entities(result).get(0).toString())
        .contains("totalCount=4")
        .contains("Book 2.1")
        .contains("Book 2.2")
        .doesNotContain("Book 2.3");
    assertThat(library.reads)
        .as("one read per loader and level, whatever the number of entities")
        .filteredOn(read -> read.startsWith("window") || read.startsWith("counts"))
        .containsExactlyInAnyOrder("window2", "counts2");
  }

  @Test
  void aThousandEntitiesAreReadInBatches() {
    List<Map<String, Object>> representations =
        IntStream.range(0, 1000).mapToObj(i -> reference("Author", author(i))).toList();

    ExecutionResult result =
        library.ask(
            "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Author { name } } }",
            Map.of("r", representations));

    assertThat(entities(result)).hasSize(1000);
    assertThat(library.reads).hasSize(2);
  }

  @Test
  void foreignMalformedAndMissingIdsReadTheSameAndLeaveTheOthersAnswered() {
    String foreign = GlobalId.of("author", Library.GLOBEX, new UUID(1, 1)).toString();
    ExecutionResult result =
        library.ask(
            "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Author { name } } }",
            Map.of(
                "r",
                List.of(
                    reference("Author", foreign),
                    reference("Author", "nonsense"),
                    reference("Author", author(77)),
                    reference("Author", book(11)),
                    reference("Author", author(3)))));

    assertThat(entities(result))
        .extracting(entity -> entity != null)
        .containsExactly(false, false, false, false, true);
    assertThat(result.getErrors())
        .extracting(SubgraphTest::code)
        .containsOnly("NOT_FOUND")
        .hasSize(4);
    assertThat(result.getErrors())
        .extracting(GraphQLError::getMessage)
        .containsOnly("There is no such author.");
    assertThat(result.getErrors())
        .extracting(GraphQLError::getPath)
        .containsExactly(
            List.of("_entities", 0),
            List.of("_entities", 1),
            List.of("_entities", 2),
            List.of("_entities", 3));
  }

  @Test
  void aForeignIdIsNotFoundBeforeAnyRead() {
    String foreign = GlobalId.of("book", Library.GLOBEX, new UUID(2, 11)).toString();

    ExecutionResult result =
        library.ask("query ($id: ID!) { book(id: $id) { title } }", Map.of("id", foreign));

    assertThat(codes(result)).containsExactly("NOT_FOUND");
    assertThat(library.reads).isEmpty();
  }

  @Test
  void anotherTenantIsNotMadeFromItsId() {
    ExecutionResult result =
        library.ask(
            ENTITIES,
            Map.of("representations", List.of(reference("Tenant", tenant(Library.GLOBEX)))));

    assertThat(codes(result)).containsExactly("NOT_FOUND");
  }

  @Test
  void anUnexpectedFailureTellsClientsNothing() {
    ExecutionResult result = library.ask("{ boom }");

    assertThat(codes(result)).containsExactly("INTERNAL");
    assertThat(result.toSpecification().toString())
        .doesNotContain("secret")
        .doesNotContain("db-7")
        .contains("request-1");
  }

  @Test
  void withoutACallerOnlyPublicFieldsAreAnswered() {
    Optional<Caller> nobody = Optional.empty();

    ExecutionResult open = library.ask("{ motto }", Map.of(), nobody);
    ExecutionResult closed = library.ask("{ motto books { totalCount } }", Map.of(), nobody);
    ExecutionResult entities =
        library.ask(
            ENTITIES, Map.of("representations", List.of(reference("Author", author(1)))), nobody);

    assertThat(data(open)).isEqualTo(Map.of("motto", "Read."));
    assertThat(codes(closed)).containsExactly("UNAUTHENTICATED");
    assertThat(codes(entities)).contains("UNAUTHENTICATED");
    assertThat(library.reads).isEmpty();
  }

  @Test
  void whatTheUserCanPutRightIsAUserErrorWithItsPath() {
    ExecutionResult result = rename(book(11), "  ");

    assertThat(result.getErrors()).isEmpty();
    assertThat(data(result).toString())
        .isEqualTo("{rename={book=null, userErrors=[{code=VALIDATION_FAILED, path=[title]}]}}");
  }

  @Test
  void aMutationReadsAfterItHasWrittenOnItsOwnThread() {
    ExecutionResult result = rename(book(11), " New ");

    assertThat(data(result).toString()).contains("title=New").contains("Author 1");
  }

  @Test
  void aRefusalIsAnErrorWhereThePayloadHasNoPlaceForIt() {
    ExecutionResult result = library.ask("mutation { burn(id: \"nonsense\") }", Map.of());

    assertThat(codes(result)).containsExactly("NOT_FOUND");
  }

  @Test
  void valuesBehindAnInterfaceFindTheirType() {
    ExecutionResult result = library.ask("{ things { __typename id } }");

    assertThat(data(result).toString())
        .contains("__typename=Author")
        .contains("__typename=Book")
        .contains(book(11));
  }

  @Test
  void theDeadlineEndsTheWaitAndIsToldAsTimeout() {
    var release = new CountDownLatch(1);
    library.slowness = () -> awaitQuietly(release);

    ExecutionResult result =
        library
            .subgraph()
            .execute(
                new SubgraphRequest(
                    "{ books { edges { node { author { name } } } } }",
                    Optional.empty(),
                    Map.of(),
                    Optional.of(Library.caller(Library.ACME)),
                    "request-2",
                    Instant.now().plusMillis(300)));
    release.countDown();

    assertThat(codes(result)).containsExactly("TIMEOUT");
  }

  @Test
  void invalidDocumentsAreRefusedWithACode() {
    assertThat(codes(library.ask("{ unknown }"))).containsExactly("VALIDATION_FAILED");
    assertThat(codes(library.ask("{ books(first: \"x\") { totalCount } }")))
        .containsExactly("VALIDATION_FAILED");
    assertThat(codes(library.ask("{ books("))).containsExactly("VALIDATION_FAILED");
    assertThat(codes(library.ask("{ books(first: 101) { totalCount } }")))
        .containsExactly("VALIDATION_FAILED");
  }

  @Test
  void aMissingVariableIsRefusedWithACode() {
    ExecutionResult result = library.ask("query ($id: ID!) { book(id: $id) { title } }");

    assertThat(codes(result)).containsExactly("VALIDATION_FAILED");
  }

  private ExecutionResult rename(String id, String title) {
    return library.ask(
        """
        mutation ($input: RenameInput!) {
          rename(input: $input) { book { title author { name } } userErrors { code path } }
        }
        """,
        Map.of("input", Map.of("id", id, "title", title)));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String author(int number) {
    return GlobalId.of("author", Library.ACME, new UUID(1, number)).toString();
  }

  private static String book(int number) {
    return GlobalId.of("book", Library.ACME, new UUID(2, number)).toString();
  }

  private static String tenant(TenantId tenant) {
    return GlobalId.of("tenant", tenant, TenantReference.uuid(tenant)).toString();
  }

  private static Map<String, Object> reference(String type, String id) {
    return Map.of("__typename", type, "id", id);
  }

  private static Map<String, Object> data(ExecutionResult result) {
    return Objects.requireNonNull(result.<Map<String, Object>>getData());
  }

  // The values are what this test's own document selects.
  @SuppressWarnings("unchecked") // reason: results are untyped trees
  private static Map<String, Object> object(Map<String, Object> parent, String field) {
    return (Map<String, Object>) Objects.requireNonNull(parent.get(field));
  }

  // The values are what this test's own document selects.
  @SuppressWarnings("unchecked") // reason: results are untyped trees
  private static List<Map<String, Object>> entities(ExecutionResult result) {
    return (List<Map<String, Object>>) Objects.requireNonNull(data(result).get("_entities"));
  }

  private static List<@Nullable Object> codes(ExecutionResult result) {
    return result.getErrors().stream().<@Nullable Object>map(SubgraphTest::code).toList();
  }

  private static @Nullable Object code(GraphQLError error) {
    Map<String, Object> extensions = error.getExtensions();
    return extensions == null ? null : extensions.get("code");
  }
}
