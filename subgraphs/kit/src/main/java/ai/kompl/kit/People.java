package ai.kompl.kit;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The people of a tenant, for subgraphs that refer to them while their accounts are kept by
 * another: a reference to nobody, or to somebody of another tenant, must not be written down.
 */
public final class People {
  private People() {}

  /** Those of these ids that are people of the transaction's tenant. */
  public static List<UUID> known(TenantTransaction transaction, Collection<UUID> ids) {
    return transaction.query(
        "select id from private.people where tenant = ? and id = any(?)",
        row -> row.uuid("id"),
        transaction.caller().tenant(),
        List.copyOf(Set.copyOf(ids)));
  }

  /**
   * Asks, in one statement, whether all of these are people of the tenant; nothing is asked of
   * none.
   *
   * @param argument where the ids stand in the call, such as {@code input.ownerId}
   * @throws ProblemException NOT_FOUND at the argument when one is not
   */
  public static void require(TenantTransaction transaction, String argument, Collection<UUID> ids) {
    if (!ids.isEmpty() && known(transaction, ids).size() < Set.copyOf(ids).size()) {
      throw ProblemException.at(argument, Problem.NOT_FOUND, "There is no such user.");
    }
  }
}
