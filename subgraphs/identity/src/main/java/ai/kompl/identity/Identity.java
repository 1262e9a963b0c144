package ai.kompl.identity;

import ai.kompl.identity.key.KeyProtection;
import ai.kompl.identity.key.SigningKeys;
import ai.kompl.identity.password.PasswordHasher;
import ai.kompl.identity.signin.SignIn;
import ai.kompl.identity.signin.SignInResolvers;
import ai.kompl.identity.user.UserAccounts;
import ai.kompl.identity.user.UserResolvers;
import ai.kompl.identity.user.UserStore;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.SdlFile;
import ai.kompl.kit.SubgraphDefinition;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.tenancy.caller.token.AccessTokenIssuer;
import ai.kompl.tenancy.caller.token.JwksDocument;
import ai.kompl.tenancy.caller.token.KeySource;
import ai.kompl.tenancy.caller.token.SigningKey;
import ai.kompl.tenancy.caller.token.VerificationKey;
import java.util.List;
import java.util.Map;

/** The identity subgraph, joined and ready, with what others in the process need of it. */
public final class Identity implements AutoCloseable {

  /** Its name in the supergraph. */
  public static final String NAME = "identity";

  /** Where it publishes the keys that verify its tokens. */
  public static final String KEYS_PATH = "/.well-known/jwks.json";

  private final SubgraphDefinition definition;
  private final List<VerificationKey> keys;
  private final UserAccounts accounts;
  private final PasswordHasher passwords;

  private Identity(SubgraphServices services, KeyProtection protection, IdentitySettings settings) {
    SigningKey signing =
        new SigningKeys(services.platform(), protection, services.clock()).current();
    var issuer =
        new AccessTokenIssuer(signing, settings.issuer(), settings.audience(), services.clock());
    this.keys = issuer.verificationKeys();
    this.passwords = PasswordHasher.recommended(services.random());
    this.accounts =
        new UserAccounts(services.platform(), passwords, services.ids(), services.clock());
    var ground =
        new SignIn.Ground(
            services.platform(), services.registry(), services.ids(), services.clock());
    var signIn = new SignIn(ground, passwords, new SignIn.TokenTerms(issuer, settings.lifetime()));
    this.definition = define(new UserStore(services.platform()), signIn);
  }

  /**
   * Opens the subgraph; makes the signing key at the very first start.
   *
   * @param services its own platform database and the rest of the platform
   * @param protection keeps the signing key
   */
  public static Identity open(
      SubgraphServices services, KeyProtection protection, IdentitySettings settings) {
    return new Identity(services, protection, settings);
  }

  private SubgraphDefinition define(UserStore users, SignIn signIn) {
    Resolvers resolvers =
        Resolvers.builder()
            .addAll(new UserResolvers(users).resolvers())
            .addAll(new SignInResolvers(signIn).resolvers())
            .build();
    return new SubgraphDefinition(NAME, SdlFile.read(Identity.class, NAME), resolvers)
        .withDocuments(Map.of(KEYS_PATH, this::keySet));
  }

  /** What the subgraph is started from. */
  public SubgraphDefinition definition() {
    return definition;
  }

  /** The keys that verify its tokens, for a router in the same process. */
  public KeySource keySource() {
    return KeySource.of(keys);
  }

  /** The same keys as the document that it publishes (RFC 7517, 5). */
  public String keySet() {
    return JwksDocument.write(keys);
  }

  /** Makes accounts. */
  public UserAccounts accounts() {
    return accounts;
  }

  /** Lets running sign-ins end. */
  @Override
  public void close() {
    passwords.close();
  }
}
