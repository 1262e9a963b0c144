package ai.kompl.federation.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Two subgraphs about people, with parts that not every caller may see. */
public final class Office {
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable", "@authenticated", "@requiresScopes", "@policy"])
      """;
  private static final String PEOPLE =
      LINK
          + """
          type Query {
            person(id: ID!): Person
            people: [Person!]!
            crew: [Person!]
            beings: [Being!]!
            things: [Thing]
            vault: Vault
            pin: Pin
            shade: Shade
            staffCount: Int! @authenticated
          }
          type Mutation {
            rename(id: ID!, name: String!): Person
            dismiss(id: ID!): Boolean @requiresScopes(scopes: [["admin"]])
            wipe: Boolean! @requiresScopes(scopes: [["admin"]])
          }
          type Subscription {
            personChanged: Person
            wageChanged: Person @requiresScopes(scopes: [["hr"]])
          }
          interface Being { id: ID! name: String! note: String }
          type Person implements Being @key(fields: "id") {
            id: ID!
            name: String!
            note: String
            email: String @authenticated
            badge: String! @requiresScopes(scopes: [["hr", "read"], ["admin"]])
            diary: String @policy(policies: [["owner"], ["auditor", "audit-open"]])
            boss: Person
            desk: Desk!
          }
          type Robot implements Being {
            id: ID!
            name: String!
            note: String @requiresScopes(scopes: [["robots"]])
          }
          type Desk { room: String! drawer: String! @authenticated }
          type Vault @policy(policies: [["keeper"]]) { gold: Int! coins: [Int!] }
          union Thing = Person | Vault | Desk
          scalar Pin @authenticated
          enum Shade @requiresScopes(scopes: [["hr"]]) { LIGHT DARK }
          """;
  private static final String WAGES =
      LINK
          + """
          type Mutation { payOut(id: ID!): Int @authenticated }
          type Person @key(fields: "id") {
            id: ID!
            email: String @external
            wage: Int @requiresScopes(scopes: [["hr"]])
            bonus: Int @requiresScopes(scopes: [["hr"]])
            grade: String
            mailbox: String @requires(fields: "email") @authenticated
          }
          """;

  private final AtomicInteger dismissed = new AtomicInteger();

  /** How often someone was dismissed. */
  public int dismissed() {
    return dismissed.get();
  }

  public List<StubSubgraph> subgraphs() {
    return List.of(
        new StubSubgraph("people", PEOPLE, people(), key -> person(String.valueOf(key.get("id")))),
        new StubSubgraph(
            "wages",
            WAGES,
            Map.of("payOut", (StubSubgraph.Resolver) _ -> 100),
            Office::paidPerson));
  }

  private Map<String, Object> people() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("person", (StubSubgraph.Resolver) field -> person(id(field.getArgument("id"))));
    root.put("people", List.of(person("1"), person("2")));
    root.put("crew", List.of(person("1"), person("2")));
    root.put("beings", List.of(person("1"), robot()));
    root.put("things", List.of(person("1"), vault(), desk()));
    root.put("vault", vault());
    root.put("pin", 1234);
    root.put("shade", "DARK");
    root.put("staffCount", 2);
    root.put("rename", (StubSubgraph.Resolver) field -> person(id(field.getArgument("id"))));
    root.put("dismiss", (StubSubgraph.Resolver) _ -> dismissed.incrementAndGet() > 0);
    root.put("wipe", (StubSubgraph.Resolver) _ -> dismissed.incrementAndGet() > 0);
    return root;
  }

  private static String id(@Nullable Object argument) {
    return String.valueOf(argument);
  }

  private static Map<String, Object> person(String id) {
    Map<String, Object> person = new LinkedHashMap<>();
    person.put("__typename", "Person");
    person.put("id", id);
    person.put("name", "Person " + id);
    person.put("note", "note " + id);
    person.put("email", "p" + id + "@example.org");
    person.put("badge", "B" + id);
    person.put("diary", "dear " + id);
    person.put("desk", desk());
    if (!id.equals("9")) {
      person.put("boss", (StubSubgraph.Resolver) _ -> person("9"));
    }
    return person;
  }

  private static Map<String, Object> robot() {
    return Map.of("__typename", "Robot", "id", "r", "name", "Robot", "note", "beep");
  }

  private static Map<String, Object> desk() {
    return Map.of("__typename", "Desk", "room", "R", "drawer", "D");
  }

  private static Map<String, Object> vault() {
    return Map.of("__typename", "Vault", "gold", 7, "coins", List.of(1, 2));
  }

  private static Map<String, Object> paidPerson(Map<String, Object> key) {
    Map<String, Object> person = new LinkedHashMap<>();
    String id = String.valueOf(key.get("id"));
    person.put("id", id);
    person.put("wage", 1000 * Integer.parseInt(id));
    person.put("bonus", 10);
    person.put("grade", "G" + id);
    person.put("mailbox", "box of " + key.get("email"));
    return person;
  }
}
