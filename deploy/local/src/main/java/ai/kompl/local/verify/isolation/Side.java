package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.GraphQlClient;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import java.util.List;

/**
 * A tenant of the proof, seeded.
 *
 * @param slug its name at sign-in
 * @param client with the token of a user of the tenant
 * @param caller the same user as the subgraphs see them
 * @param admin with the token of an admin of the tenant
 * @param canary text that stands in every free text of the tenant and nowhere else
 * @param harvest what the tenant's own answers showed
 */
record Side(
    String slug,
    GraphQlClient client,
    Caller caller,
    GraphQlClient admin,
    String canary,
    Harvest harvest) {
  /** A side of that party which has shown nothing yet. */
  static Side of(Arena.Party party, String canary) {
    return new Side(
        party.slug(), party.client(), party.caller(), party.admin(), canary, new Harvest());
  }

  TenantId tenant() {
    return caller.tenant();
  }

  /** The first id of a type that the tenant has seen of its own. */
  String first(String type) {
    List<String> ids = harvest.ids(type);
    if (ids.isEmpty()) {
      throw new IllegalStateException("no id of type " + type + " is known for " + slug);
    }
    return ids.getFirst();
  }

  String bearer() {
    return "Bearer " + client.token().orElseThrow();
  }
}
