package ai.kompl.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.identity.user.NewUser;
import ai.kompl.identity.user.User;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.Tenant;
import graphql.ExecutionResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {

  private static final String SIGN_IN =
      """
      mutation ($input: SignInInput!) {
        signIn(input: $input) {
          accessToken tokenType expiresAt user { id email displayName }
          userErrors { code message path }
        }
      }
      """;

  /** Of {@code password-of-old}, at 8 MiB, made by the reference implementation. */
  private static final String WEAK_HASH =
      "$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$YThHsNyGqIef7Xhezp0YgvSQjk79aE0OXCpIZQl7AA0";

  private final IdentityStack stack = new IdentityStack();
  private final User ana = stack.person(stack.acme, "ana@acme.example", "Ana");

  @BeforeAll
  void people() {
    stack.person(stack.acme, "both@mail.example", "Both at Acme");
    stack.person(stack.globex, "both@mail.example", "Both at Globex");
    stack
        .identity
        .accounts()
        .ensure(
            NewUser.person("ops@acme.example", "Ops", IdentityStack.PASSWORD)
                .asOperator()
                .withRoles("operator"),
            IdentityStack.platform(stack.acme));
  }

  @AfterAll
  void close() {
    stack.close();
  }

  @Test
  void theRightPasswordGivesATokenThatProvesTheCaller() {
    Map<String, Object> payload = signIn("acme", "ana@acme.example", IdentityStack.PASSWORD);

    Caller caller = stack.verifier().verify(text(payload, "accessToken"), "request-2");
    assertThat(payload.get("userErrors")).isEqualTo(List.of());
    assertThat(payload.get("tokenType")).isEqualTo("Bearer");
    assertThat(caller.tenant()).isEqualTo(stack.acme.id());
    assertThat(caller.subject()).isEqualTo(ana.id());
    assertThat(caller.kind()).isEqualTo(CallerKind.USER);
    assertThat(payload.get("user"))
        .isEqualTo(
            Map.of(
                "id",
                GlobalId.of("user", stack.acme.id(), ana.id()).toString(),
                "email",
                "ana@acme.example",
                "displayName",
                "Ana"));
  }

  @Test
  void theUnitOfThePersonIsAnAttributeOfTheCaller() throws SQLException {
    User ben = stack.person(stack.acme, "ben@acme.example", "Ben");
    owner(
        "insert into private.caller_attributes values ('%s', '%s', 'unit', 'a-unit')"
            .formatted(stack.acme.id(), ben.id()));

    Map<String, Object> payload = signIn("acme", "ben@acme.example", IdentityStack.PASSWORD);
    Map<String, Object> other = signIn("acme", "ana@acme.example", IdentityStack.PASSWORD);

    assertThat(stack.verifier().verify(text(payload, "accessToken"), "r").attributes())
        .isEqualTo(Map.of("unit", "a-unit"));
    assertThat(stack.verifier().verify(text(other, "accessToken"), "r").attributes()).isEmpty();
  }

  @Test
  void anOperatorsTokenSaysSo() {
    Map<String, Object> payload = signIn("acme", "ops@acme.example", IdentityStack.PASSWORD);

    Caller caller = stack.verifier().verify(text(payload, "accessToken"), "request-2");

    assertThat(caller.kind()).isEqualTo(CallerKind.OPERATOR);
    assertThat(caller.roles()).containsExactly("operator");
  }

  @Test
  void theAddressIsFoundInAnyCaseAndWithoutTheOrganization() {
    Map<String, Object> payload = signIn(null, " Ana@ACME.example ", IdentityStack.PASSWORD);

    assertThat(payload.get("userErrors")).isEqualTo(List.of());
  }

  @Test
  void whateverIsWrongTheAnswerIsTheSame() {
    List<Map<String, Object>> answers = new ArrayList<>();
    answers.add(signIn("acme", "ana@acme.example", "a wrong password"));
    answers.add(signIn("acme", "nobody@acme.example", IdentityStack.PASSWORD));
    answers.add(signIn("acme", "no address", IdentityStack.PASSWORD));
    answers.add(signIn("globex", "ana@acme.example", IdentityStack.PASSWORD));
    answers.add(signIn("no-such-place", "ana@acme.example", IdentityStack.PASSWORD));
    answers.add(signIn(null, "both@mail.example", IdentityStack.PASSWORD));
    answers.add(signIn(null, "nobody@mail.example", IdentityStack.PASSWORD));
    answers.add(signIn("acme", "ana@acme.example", ""));

    assertThat(answers).containsOnly(answers.getFirst());
    assertThat(answers.getFirst().get("accessToken")).isNull();
    assertThat(text(answers.getFirst(), "userErrors")).contains("UNAUTHENTICATED");
  }

  @Test
  void theOrganizationTellsAccountsOfOneAddressApart() {
    Map<String, Object> payload = signIn("globex", "both@mail.example", IdentityStack.PASSWORD);

    assertThat(text(payload, "user")).contains("Both at Globex");
  }

  @Test
  void aDisabledAccountReadsLikeAWrongPassword() throws SQLException {
    stack.person(stack.acme, "gone@acme.example", "Gone");
    owner("update identity_user set state = 'DISABLED' where email_key = 'gone@acme.example'");

    Map<String, Object> payload = signIn("acme", "gone@acme.example", IdentityStack.PASSWORD);

    assertThat(payload).isEqualTo(signIn("acme", "ana@acme.example", "a wrong password"));
  }

  @Test
  void aSuspendedOrganizationIsToldOnlyToWhoKnowsThePassword() throws SQLException {
    Tenant globex = stack.globex;
    stack.person(globex, "sus@globex.example", "Sus");
    owner("update tenants_tenant set state = 'SUSPENDED' where slug = 'globex'");
    try {
      Map<String, Object> right = signIn("globex", "sus@globex.example", IdentityStack.PASSWORD);
      Map<String, Object> wrong = signIn("globex", "sus@globex.example", "a wrong password");

      assertThat(text(right, "userErrors")).contains("TENANT_SUSPENDED");
      assertThat(text(wrong, "userErrors")).contains("UNAUTHENTICATED");
      assertThat(right.get("accessToken")).isNull();
    } finally {
      owner("update tenants_tenant set state = 'ACTIVE' where slug = 'globex'");
    }
  }

  @Test
  void successAndFailureAreInTheAuditTrail() throws SQLException {
    User eve = stack.person(stack.acme, "eve@acme.example", "Eve");

    signIn("acme", "eve@acme.example", IdentityStack.PASSWORD);
    signIn("acme", "eve@acme.example", "a wrong password");

    assertThat(actions(eve.globalId()))
        .containsExactly(
            "identity.user.created", "identity.user.signed-in", "identity.user.sign-in-refused");
  }

  @Test
  void aWeakerStoredHashIsReplacedAtSignIn() throws SQLException {
    stack.person(stack.acme, "old@acme.example", "Old");
    owner(
        "update identity_user set password_hash = '"
            + WEAK_HASH
            + "' where email_key = 'old@acme.example'");

    Map<String, Object> first = signIn("acme", "old@acme.example", "password-of-old");

    assertThat(first.get("userErrors")).isEqualTo(List.of());
    assertThat(
            query("select password_hash from identity_user where email_key = 'old@acme.example'"))
        .singleElement()
        .asString()
        .startsWith("$argon2id$v=19$m=47104,t=1,p=1$");
    assertThat(signIn("acme", "old@acme.example", "password-of-old").get("userErrors"))
        .isEqualTo(List.of());
  }

  @Test
  void ensuringAnAccountAgainChangesNothing() {
    User again =
        stack
            .identity
            .accounts()
            .ensure(
                NewUser.person("ANA@acme.example", "Another", "another password!"),
                IdentityStack.platform(stack.acme));

    assertThat(again).isEqualTo(ana);
    assertThat(signIn("acme", "ana@acme.example", IdentityStack.PASSWORD).get("userErrors"))
        .isEqualTo(List.of());
  }

  @Test
  void accountsFromBeforeAnybodyCountedAreCountedAndKnownAsPeople() throws Exception {
    String accounts = "from identity_user where tenant = '" + stack.acme.id() + "'";
    List<String> made = query("select count(*) " + accounts);
    owner("delete from private.quota_use where tenant = '" + stack.acme.id() + "'");
    owner("delete from private.people where tenant = '" + stack.acme.id() + "'");

    owner(script("V003__people.sql"));
    owner(script("V004__users_counted.sql"));

    assertThat(query("select used from private.quota_use where tenant = '" + stack.acme.id() + "'"))
        .isEqualTo(made);
    assertThat(query("select count(id) " + accounts + " and id in (select id from private.people)"))
        .isEqualTo(made);
  }

  private static String script(String name) throws IOException {
    try (InputStream text = SignInTest.class.getResourceAsStream("/db/identity/platform/" + name)) {
      return "begin;\n"
          + new String(Objects.requireNonNull(text, name).readAllBytes(), StandardCharsets.UTF_8)
          + ";\ncommit";
    }
  }

  @Test
  void creatingAnAccountOfATakenAddressConflicts() {
    assertThatThrownBy(() ->
            stack
                .identity
                .accounts()
                .create(
                    NewUser.person("ana@acme.example", "Twin", "another password!"),
                    IdentityStack.platform(stack.acme)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CONFLICT));
  }

  @Test
  void aProcessThatStartsLaterSignsWithTheSameKeyWhichIsNotKeptInTheClear() throws SQLException {
    String token = text(signIn("acme", "ana@acme.example", IdentityStack.PASSWORD), "accessToken");
    try (Identity later = stack.open()) {
      assertThat(published(later)).isEqualTo(published(stack.identity));
    }

    assertThat(stack.verifier().verify(token, "request-3").subject()).isEqualTo(ana.id());
    assertThat(query("select encode(private_key, 'hex') from identity_signing_key"))
        .singleElement()
        .asString()
        // The object identifier of rsaEncryption is in every PKCS #8 form of an RSA key.
        .doesNotContain("2a864886f70d010101");
  }

  private Map<String, Object> signIn(@Nullable String organization, String email, String password) {
    Map<String, @Nullable Object> input = new HashMap<>();
    input.put("organization", organization);
    input.put("email", email);
    input.put("password", password);
    ExecutionResult result = stack.ask(Optional.empty(), SIGN_IN, Map.of("input", input));
    assertThat(result.getErrors()).isEmpty();
    Map<String, Map<String, Object>> data =
        Objects.requireNonNull(result.<Map<String, Map<String, Object>>>getData());
    return Objects.requireNonNull(data.get("signIn"));
  }

  private static String published(Identity identity) {
    return Objects.requireNonNull(identity.definition().documents().get(Identity.KEYS_PATH)).get();
  }

  private static String text(Map<String, Object> payload, String field) {
    return Objects.requireNonNull(payload.get(field)).toString();
  }

  private List<String> actions(String subject) throws SQLException {
    return query(
        "select action from private.audit_events where subject_id = '"
            + subject
            + "' order by sequence");
  }

  private void owner(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private Connection connect() throws SQLException {
    var owner = stack.settings.owner();
    return DriverManager.getConnection(stack.settings.url(), owner.user(), owner.password());
  }
}
