package ai.kompl.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.data.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnitsTest {
  private static final Pattern ID = Pattern.compile("id=(unit_[a-z0-9_]+)");
  private static final String TREE = "{ units { name parent { name } path { name } } }";

  private final TimedTenants product = new TimedTenants();

  @AfterAll
  void close() {
    product.close();
  }

  @Test
  void unitsFormATreeThatIsMoved() {
    Tenant acme = product.provision("acme");
    String group = create(acme, "Group", Optional.empty());
    String bank = create(acme, "Bank", Optional.of(group));
    String risk = create(acme, "Risk", Optional.of(group));

    assertThat(move(acme, risk, bank)).contains("userErrors=[]");

    assertThat(product.ask(TimedTenants.user(acme), TREE).text())
        .isEqualTo(
            "{units=["
                + "{name=Bank, parent={name=Group}, path=[{name=Group}, {name=Bank}]}, "
                + "{name=Group, parent=null, path=[{name=Group}]}, "
                + "{name=Risk, parent={name=Bank},"
                + " path=[{name=Group}, {name=Bank}, {name=Risk}]}]}");
    assertThat(product.trail(acme)).endsWith("tenants.unit.created", "tenants.unit.moved");
  }

  @Test
  void aUnitIsNeverPutBelowItselfNotEvenByTwoMovesAtOnce() throws Exception {
    Tenant loop = product.provision("loop");
    String top = create(loop, "Top", Optional.empty());
    String leaf = create(loop, "Leaf", Optional.of(top));
    String left = create(loop, "Left", Optional.empty());
    String right = create(loop, "Right", Optional.empty());

    assertThat(move(loop, top, leaf)).contains("unit=null", "code=VALIDATION_FAILED");
    assertThat(move(loop, top, top)).contains("unit=null", "code=VALIDATION_FAILED");
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> moved(start, loop, left, right));
      var other = threads.submit(() -> moved(start, loop, right, left));
      start.countDown();
      assertThat(List.of(one.get(), other.get()))
          .as("exactly one of them")
          .filteredOn(answer -> answer.contains("userErrors=[]"))
          .hasSize(1);
    }
  }

  @Test
  void anArchivedUnitGoesWithWhatIsBelowItAndComesBackWithIt() {
    Tenant phoenix = product.provision("phoenix");
    String nest = create(phoenix, "Nest", Optional.empty());
    String egg = create(phoenix, "Egg", Optional.of(nest));
    String before = product.ask(TimedTenants.user(phoenix), TREE).text();

    assertThat(one(phoenix, "archiveUnit", nest)).contains("userErrors=[]");
    assertThat(product.ask(TimedTenants.user(phoenix), TREE).text()).isEqualTo("{units=[]}");
    assertThat(product.ask(TimedTenants.user(phoenix), "{ deletedRecords { totalCount } }").text())
        .contains("totalCount=2");
    assertThat(one(phoenix, "restoreUnit", egg)).contains("unit=null", "INVALID_TRANSITION");

    assertThat(one(phoenix, "restoreUnit", nest)).contains("userErrors=[]");
    assertThat(product.ask(TimedTenants.user(phoenix), TREE).text()).isEqualTo(before);
    assertThat(one(phoenix, "restoreUnit", nest)).contains("unit=null", "INVALID_TRANSITION");
  }

  @Test
  void theUnitOfAPersonIsAnAttributeAtTheNextSignIn() {
    Tenant crew = product.provision("crew");
    UUID ana = person(crew, 1);
    UUID otto = person(crew, 2);
    String deck = create(crew, "Deck", Optional.empty());
    String bridge = create(crew, "Bridge", Optional.empty());

    members(crew, "addUnitMembers", deck, ana);
    assertThat(attributes(crew, ana)).isEqualTo(Map.of("unit", internal(crew, deck)));
    members(crew, "addUnitMembers", bridge, ana);
    assertThat(attributes(crew, ana)).isEqualTo(Map.of("unit", internal(crew, bridge)));
    assertThat(unitOf(crew, ana)).isEqualTo("{_entities=[{unit={name=Bridge}}]}");
    assertThat(unitOf(crew, otto)).isEqualTo("{_entities=[{unit=null}]}");
    one(crew, "archiveUnit", bridge);
    assertThat(unitOf(crew, ana)).isEqualTo("{_entities=[{unit=null}]}");
    assertThat(attributes(crew, ana)).isEmpty();
    one(crew, "restoreUnit", bridge);
    assertThat(attributes(crew, ana)).isEqualTo(Map.of("unit", internal(crew, bridge)));
    members(crew, "removeUnitMembers", bridge, ana);
    assertThat(attributes(crew, ana)).isEmpty();
  }

  @Test
  void whoIsNoPersonOfTheOrganizationIsInNoneOfItsUnits() {
    Tenant guild = product.provision("guild");
    Tenant rival = product.provision("rival");
    UUID ana = person(guild, 11);
    UUID stranger = person(rival, 12);
    UUID nobody = new UUID(13, 13);
    String hall = create(guild, "Hall", Optional.empty());
    members(guild, "addUnitMembers", hall, ana);

    for (UUID one : List.of(stranger, nobody)) {
      String user = GlobalId.of("user", guild.id(), one).toString();
      for (String field : List.of("addUnitMembers", "removeUnitMembers")) {
        Map<String, @Nullable Object> input =
            Map.of(
                "id",
                hall,
                "userIds",
                List.of(GlobalId.of("user", guild.id(), ana).toString(), user));
        assertThat(product.change(TimedTenants.admin(guild), mutation(field), input).text())
            .contains("unit=null", "code=NOT_FOUND");
      }
      assertThat(entity(guild, one).codes()).containsExactly("NOT_FOUND");
    }
    assertThat(unitOf(guild, ana)).isEqualTo("{_entities=[{unit={name=Hall}}]}");
  }

  @Test
  void aNameIsTakenOncePerPlaceAndForeignUnitsAreNotFound() {
    Tenant mine = product.provision("mine");
    Tenant theirs = product.provision("theirs");
    String unit = create(mine, "Sales", Optional.empty());
    String foreign = create(theirs, "Secret", Optional.empty());

    assertThat(
            product
                .change(TimedTenants.admin(mine), mutation("createUnit"), Map.of("name", "SALES"))
                .text())
        .contains("unit=null", "code=CONFLICT");
    assertThat(move(mine, unit, foreign)).contains("unit=null", "code=NOT_FOUND");
    assertThat(one(mine, "archiveUnit", foreign)).contains("unit=null", "code=NOT_FOUND");
    assertThat(
            product
                .change(TimedTenants.user(mine), mutation("createUnit"), Map.of("name", "Mine"))
                .codes())
        .containsExactly("FORBIDDEN");
  }

  private UUID person(Tenant tenant, int number) {
    var id = new UUID(number, number);
    product.tamper("insert into private.people values ('%s', '%s')".formatted(tenant.id(), id));
    return id;
  }

  private String unitOf(Tenant tenant, UUID person) {
    return entity(tenant, person).text();
  }

  private TimedTenants.Answer entity(Tenant tenant, UUID person) {
    String id = GlobalId.of("user", tenant.id(), person).toString();
    return product.ask(
        TimedTenants.user(tenant),
        "query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { unit { name } } } }",
        Map.of("users", List.of(Map.of("__typename", "User", "id", id))));
  }

  private Map<String, String> attributes(Tenant tenant, UUID person) {
    return product
        .data()
        .platformDatabase(Tenants.NAME)
        .read(tx -> tx.callerAttributes(tenant.id(), person));
  }

  private static String internal(Tenant tenant, String id) {
    return GlobalId.uuidFor(tenant.id(), "unit", id).orElseThrow().toString();
  }

  private String moved(CountDownLatch start, Tenant tenant, String unit, String parent)
      throws InterruptedException {
    start.await();
    return move(tenant, unit, parent);
  }

  private String move(Tenant tenant, String unit, String parent) {
    return product
        .change(
            TimedTenants.admin(tenant),
            mutation("moveUnit"),
            Map.of("id", unit, "parentUnitId", parent))
        .text();
  }

  private String one(Tenant tenant, String field, String unit) {
    return product.change(TimedTenants.admin(tenant), mutation(field), Map.of("id", unit)).text();
  }

  private void members(Tenant tenant, String field, String unit, UUID person) {
    String user = GlobalId.of("user", tenant.id(), person).toString();
    assertThat(
            product
                .change(
                    TimedTenants.admin(tenant),
                    mutation(field),
                    Map.of("id", unit, "userIds", List.of(user)))
                .text())
        .contains("userErrors=[]");
  }

  private String create(Tenant tenant, String name, Optional<String> parent) {
    var input = new HashMap<String, @Nullable Object>();
    input.put("name", name);
    input.put("parentUnitId", parent.orElse(null));
    String answer =
        product.change(TimedTenants.admin(tenant), mutation("createUnit"), input).text();
    Matcher id = ID.matcher(answer);
    assertThat(id.find()).as(answer).isTrue();
    return id.group(1);
  }

  private static String mutation(String field) {
    String type =
        field.endsWith("Members")
            ? "UnitMembersInput"
            : Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Input";
    return "mutation ($input: %s!) { %s(input: $input) { unit { id name } userErrors { code } } }"
        .formatted(type, field);
  }
}
