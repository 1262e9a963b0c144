package ai.kompl.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.identity.user.User;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsersTest {

  private final IdentityStack stack = new IdentityStack();
  private final User ana = stack.person(stack.acme, "ana@acme.example", "Ana");
  private final User ben = stack.person(stack.acme, "ben@acme.example", "Ben");
  private final User cleo = stack.person(stack.acme, "cleo@acme.example", "Ben");
  private final User gus = stack.person(stack.globex, "gus@globex.example", "Gus");

  @AfterAll
  void close() {
    stack.close();
  }

  @Test
  void aPersonReadsTheirOwnAccount() {
    ExecutionResult result = ask(ana, "{ me { id displayName } }", Map.of());

    assertThat(data(result).toString())
        .isEqualTo("{me={id=" + ana.globalId() + ", displayName=Ana}}");
  }

  @Test
  void aWorkerIsNoPerson() {
    ExecutionResult result =
        stack.ask(Optional.of(IdentityStack.platform(stack.acme)), "{ me { id } }", Map.of());

    assertThat(codes(result)).containsExactly("NOT_FOUND");
  }

  @Test
  void withoutATokenNobodyIsListed() {
    ExecutionResult result = stack.ask(Optional.empty(), "{ users { totalCount } }", Map.of());

    assertThat(codes(result)).containsExactly("UNAUTHENTICATED");
  }

  @Test
  void theListHoldsTheOwnTenantOnlyAndPagesBothWays() {
    assertThat(walk("first", "after", "endCursor", "hasNextPage"))
        .containsExactlyInAnyOrder(ana.globalId(), ben.globalId(), cleo.globalId())
        .startsWith(ana.globalId());
    assertThat(walk("last", "before", "startCursor", "hasPreviousPage"))
        .isEqualTo(walk("first", "after", "endCursor", "hasNextPage").reversed());
    assertThat(data(ask(ana, "{ users { totalCount } }", Map.of())).toString())
        .isEqualTo("{users={totalCount=3}}");
  }

  @Test
  void anotherTenantsPersonAndCursorAreNotFound() {
    String cursor =
        data(ask(gus, "{ users(first: 1) { pageInfo { endCursor } } }", Map.of()))
            .toString()
            .replaceAll(".*endCursor=([^}]*)}.*", "$1");

    ExecutionResult foreignId =
        ask(ana, "query ($id: ID!) { user(id: $id) { email } }", Map.of("id", gus.globalId()));
    ExecutionResult foreignCursor =
        ask(
            ana,
            "query ($after: String) { users(after: $after) { totalCount } }",
            Map.of("after", cursor));

    assertThat(codes(foreignId)).containsExactly("NOT_FOUND");
    assertThat(codes(foreignCursor)).containsExactly("VALIDATION_FAILED");
    assertThat(foreignId.toSpecification().toString()).doesNotContain("gus@globex");
  }

  @Test
  void entitiesOfTheOwnTenantAreReadInOneStatementAndForeignOnesAreNotFound() {
    long before = stack.data.statements().statements();
    ExecutionResult result =
        ask(
            ana,
            """
            query ($representations: [_Any!]!) {
              _entities(representations: $representations) { ... on User { displayName } }
            }
            """,
            Map.of(
                "representations",
                List.of(reference(ben), reference(gus), reference(ana), reference(ben))));
    long statements = stack.data.statements().statements() - before;

    assertThat(data(result).toString())
        .isEqualTo("{_entities=[{displayName=Ben}, null, {displayName=Ana}, {displayName=Ben}]}");
    assertThat(codes(result)).containsExactly("NOT_FOUND");
    assertThat(statements).isEqualTo(1);
  }

  @Test
  void aForgedIdOfTheOwnTenantFindsNoForeignPerson() {
    String forged = User.TYPE.globalId(stack.acme.id(), gus);

    ExecutionResult result =
        ask(ana, "query ($id: ID!) { user(id: $id) { email } }", Map.of("id", forged));

    assertThat(codes(result)).containsExactly("NOT_FOUND");
  }

  private List<String> walk(String size, String from, String end, String more) {
    String document =
        "query ($c: String) { users(%s: 1, %s: $c) { edges { node { id } } pageInfo { %s %s } } }"
            .formatted(size, from, end, more);
    List<String> seen = new ArrayList<>();
    Map<String, @Nullable Object> variables = new HashMap<>();
    boolean goOn = true;
    while (goOn) {
      String page = data(ask(ana, document, variables)).toString();
      seen.add(page.replaceAll(".*node=\\{id=([^}]*)}.*", "$1"));
      variables.put("c", page.replaceAll(".*" + end + "=([^,}]*).*", "$1"));
      goOn = page.contains(more + "=true");
    }
    return seen;
  }

  private ExecutionResult ask(User user, String document, Map<String, @Nullable Object> variables) {
    return stack.ask(Optional.of(caller(user)), document, variables);
  }

  private static Caller caller(User user) {
    return new Caller(
        user.tenant(),
        user.id(),
        CallerKind.USER,
        Set.of(),
        Set.of(),
        Map.of(),
        "session-1",
        "request-1",
        Instant.parse("2099-01-01T00:00:00Z"));
  }

  private static Map<String, Object> reference(User user) {
    return Map.of("__typename", "User", "id", user.globalId());
  }

  private static Map<String, Object> data(ExecutionResult result) {
    return Objects.requireNonNull(result.<Map<String, Object>>getData());
  }

  private static List<@Nullable Object> codes(ExecutionResult result) {
    return result.getErrors().stream().<@Nullable Object>map(UsersTest::code).toList();
  }

  private static @Nullable Object code(GraphQLError error) {
    return Objects.requireNonNull(error.getExtensions()).get("code");
  }
}
