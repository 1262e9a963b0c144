package ai.kompl.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.dataloaders.Cursors;
import ai.kompl.dataloaders.Loader;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.TenantId;
import graphql.ExecutionResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class PersonalFieldsTest {
  private static final String SDL =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      directive @personal(seenBy: [String!]! = [], mask: String! = "HIDDEN") on FIELD_DEFINITION
      type Query { person(id: ID!): Person! people: [Person!]! signUp: Person! }
      type Person @key(fields: "id") {
        id: ID!
        name: String! @personal
        email: String! @personal(seenBy: ["dpo", "admin"], mask: "EMAIL")
        nick: String @personal(seenBy: ["admin"], mask: "INITIAL")
        note: String! @personal(seenBy: ["admin"])
        age: Int @personal(seenBy: ["admin"])
        friend: Person
      }
      """;

  private static final TenantId ACME = new TenantId("00000000000000ac");

  /** A person whose id is that of a user account. */
  public record Person(UUID id, String name, String email, String nick, String note, int age) {}

  private static final EntityType<Person> PERSON =
      new EntityType<>("Person", "user", Person.class, Person::id);
  private static final Person ANA = person(1, "Ana", "ana@acme.example");
  private static final Person BEN = person(2, "Ben", "ben@acme.example");
  private static final Person ODD = person(3, "Odd", "no address");

  private final ConcurrentLinkedQueue<String> journal = new ConcurrentLinkedQueue<>();

  @Test
  void whoHasARoleSeesAllAndIsTakenNoteOfOnce() {
    ExecutionResult result =
        ask(caller(ANA, "admin"), "{ people { name email nick note age friend { email } } }");

    assertThat(people(result).get(1))
        .isEqualTo(
            Map.of(
                "name", "Ben",
                "email", "ben@acme.example",
                "nick", "\ud83d\ude00ha",
                "note", "likes tea",
                "age", 41,
                "friend", Map.of("email", "ben@acme.example")));
    assertThat(journal)
        .as("not of what is her own")
        .containsExactlyInAnyOrder(entry(BEN), entry(ODD));
  }

  @Test
  void theOthersSeeItMaskedButTheirOwn() {
    ExecutionResult result =
        ask(caller(ANA, "viewer"), "{ people { name email nick note age friend { email } } }");

    assertThat(people(result).getFirst()).containsEntry("email", "ana@acme.example");
    assertThat(people(result).getFirst()).containsEntry("age", 41);
    assertThat(people(result).get(1))
        .containsEntry("name", "Ben")
        .containsEntry("email", "b***@acme.example")
        .containsEntry("nick", "\ud83d\ude00***")
        .containsEntry("note", "***")
        .containsEntry("age", null)
        .containsEntry("friend", Map.of("email", "b***@acme.example"));
    assertThat(people(result).get(2)).containsEntry("email", "***");
    assertThat(journal).as("the names").containsExactlyInAnyOrder(entry(BEN), entry(ODD));
  }

  @Test
  void maskedValuesAreNotTakenNoteOf() {
    ask(caller(ANA, "viewer"), "{ people { email note } }");

    assertThat(journal).isEmpty();
  }

  @Test
  void aFetchOfEntitiesIsMaskedAndTakenNoteOfAlike() {
    String id = PERSON.globalId(ACME, BEN);
    String query =
        """
        { _entities(representations: [{__typename: "Person", id: "%s"}]) {
            ... on Person { other: email } } }
        """
            .formatted(id);

    ExecutionResult masked = ask(caller(ANA, "viewer"), query);
    ExecutionResult shown = ask(caller(ANA, "dpo"), query);

    assertThat(masked.<Map<String, Object>>getData().toString()).contains("b***@acme.example");
    assertThat(shown.<Map<String, Object>>getData().toString()).contains("ben@acme.example");
    assertThat(journal).containsExactly(entry(BEN));
  }

  @Test
  void aSchemaThatCannotBeMaskedDoesNotStart() {
    assertThatThrownBy(() -> start(SDL.replace("age: Int @", "age: Int! @")))
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("Person.age is @personal, so it must be a text");
    assertThatThrownBy(() -> start(SDL.replace("INITIAL", "BLUR")))
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("Person.nick is @personal with a mask");
  }

  private static Person person(int number, String name, String email) {
    return new Person(new UUID(7, number), name, email, "\ud83d\ude00ha", "likes tea", 41);
  }

  private static String entry(Person person) {
    return "people.person.read Person " + PERSON.globalId(ACME, person);
  }

  private static List<Map<String, Object>> people(ExecutionResult result) {
    assertThat(result.getErrors()).isEmpty();
    Map<String, List<Map<String, Object>>> data = result.getData();
    return Objects.requireNonNull(data.get("people"));
  }

  private Subgraph start(String sdl) {
    Loader<UUID, Person> byId =
        Loader.of("people", (_, _) -> Map.of(ANA.id(), ANA, BEN.id(), BEN, ODD.id(), ODD));
    Resolvers resolvers =
        Resolvers.builder()
            .query("person", request -> request.load(byId, request.id("id", "user")))
            .query("people", _ -> List.of(ANA, BEN, ODD))
            .query("signUp", _ -> ANA)
            .entity(PERSON, byId)
            .field(PERSON, "friend", (person, _) -> person)
            .build();
    return Subgraph.start(
        new SubgraphDefinition("people", sdl, resolvers),
        SubgraphLimits.DEFAULT,
        new Cursors(new byte[32]),
        (_, access) ->
            journal.add(access.action() + " " + access.subjectType() + " " + access.subjectId()),
        InstantSource.system());
  }

  private ExecutionResult ask(Caller caller, String document) {
    try (Subgraph subgraph = start(SDL)) {
      return subgraph.execute(
          new SubgraphRequest(
              document,
              Optional.empty(),
              Map.of(),
              Optional.of(caller),
              "request-1",
              Instant.now().plusSeconds(10)));
    }
  }

  private static Caller caller(Person person, String role) {
    return new Caller(
        ACME,
        person.id(),
        CallerKind.USER,
        Set.of(role),
        Set.of(),
        Map.of(),
        "session-1",
        "request-1",
        Instant.parse("2030-01-01T00:00:00Z"));
  }
}
