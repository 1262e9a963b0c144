package ai.kompl.local;

import ai.kompl.identity.user.NewUser;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantDraft;
import java.util.List;

/**
 * The organizations and people that a fresh installation starts with. Running it again changes
 * nothing.
 */
final class DemoSeed {
  /**
   * Somebody who can sign in.
   *
   * @param organization slug of the tenant
   */
  record Person(String organization, String email, String displayName) {}

  private record Organization(String slug, String name) {}

  private static final List<Organization> ORGANIZATIONS =
      List.of(
          new Organization("acme", "Acme Corporation"),
          new Organization("globex", "Globex Industries"));

  /** Who can sign in, the first for the first query. */
  static final List<Person> PEOPLE =
      List.of(
          new Person("acme", "ana@acme.example", "Ana Lima"),
          new Person("acme", "otto@acme.example", "Otto Brandt"),
          new Person("globex", "gita@globex.example", "Gita Rao"));

  private static final String OFFICER = "compliance-officer";
  private static final String REQUEST = "launcher-seed";

  private final SubgraphHost host;

  DemoSeed(SubgraphHost host) {
    this.host = host;
  }

  /** Makes what is missing; people get the password. */
  void run(String password) {
    for (Organization organization : ORGANIZATIONS) {
      organization(organization.slug(), organization.name());
    }
    PEOPLE.forEach(person -> person(person, password));
  }

  /** The organization of that slug, made when it is missing. */
  Tenant organization(String slug, String name) {
    Caller platform = Caller.worker(new TenantId("0000000000000000"), "launcher.seed", REQUEST);
    return host.tenants().provisioning().ensure(new TenantDraft(slug, name), platform);
  }

  /** The person of that address, made when missing. */
  void person(Person person, String password) {
    account(person, password, OFFICER);
  }

  /** The same with the rights of an admin. */
  void admin(Person person, String password) {
    account(person, password, OFFICER, "admin");
  }

  private void account(Person person, String password, String... roles) {
    Tenant tenant = host.data().registry().findBySlug(person.organization()).orElseThrow();
    Caller worker = Caller.worker(tenant.id(), "launcher.seed", REQUEST);
    host.identity()
        .accounts()
        .ensure(
            NewUser.person(person.email(), person.displayName(), password).withRoles(roles),
            worker);
  }
}
