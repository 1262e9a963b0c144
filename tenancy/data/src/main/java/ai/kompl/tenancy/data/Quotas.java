package ai.kompl.tenancy.data;

import java.time.Instant;
import java.util.List;

/**
 * What a tenant may use and what it uses, within a transaction: what is taken is given back when
 * the transaction is.
 */
public interface Quotas {
  /**
   * Takes so much of it, for what this transaction makes. Of two that want the last place one gets
   * it and the other is refused. One statement. Who takes several takes them in the order of {@link
   * Quota}, so that no two wait for each other.
   *
   * @param amount not negative
   * @throws ai.kompl.tenancy.caller.ProblemException QUOTA_EXCEEDED when less is left, saying how
   *     much there is and when it starts again; LICENCE_EXPIRED when nothing may be made any more
   */
  void take(Quota quota, long amount);

  /** Gives back what was taken for something that is no more. One statement. */
  void giveBack(Quota quota, long amount);

  /** All of them as they are now. One statement. */
  List<QuotaUse> all();

  /**
   * Those that start again each month, in every month that the time has a part of, oldest first;
   * what there is of them is by today's plan. One statement.
   *
   * @param until the first moment that is too late
   */
  List<QuotaUse> monthly(Instant from, Instant until);
}
