package ai.kompl.local.verify.isolation;

import ai.kompl.tenancy.caller.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The leaks that are planted between the product and its database. */
final class DatabasePlants {
  private static final String ROLE = "SET LOCAL ROLE tenant_";
  private static final String PATH = "SET LOCAL search_path = tenant_";
  private static final String NOTHING = "SET LOCAL lock_timeout = '5s'";

  private DatabasePlants() {}

  private static Plant of(Meddler meddler) {
    return new Plant() {
      @Override
      public Meddler database() {
        return meddler;
      }
    };
  }

  /** A transaction of the one runs under the other's role and path. */
  static Plant roleOfAnother(TenantId attacker, TenantId victim) {
    return of(
        new Meddler() {
          @Override
          public String ask(String statement) {
            return statement.startsWith(ROLE) || statement.startsWith(PATH)
                ? statement.replace(attacker.value(), victim.value())
                : statement;
          }
        });
  }

  /** Role and path are set for the connection and not for the transaction. */
  static Plant roleNotLocal() {
    return of(
        new Meddler() {
          @Override
          public String ask(String statement) {
            return notLocal(statement);
          }
        });
  }

  private static String notLocal(String statement) {
    return statement.startsWith(ROLE) || statement.startsWith(PATH)
        ? statement.replace("SET LOCAL ", "SET ")
        : statement;
  }

  /** Every second transaction forgets to set its role, and finds what the one before has left. */
  static Plant roleNotSet() {
    var transactions = new AtomicInteger();
    Map<Thread, Boolean> forgets = new ConcurrentHashMap<>();
    return of(
        new Meddler() {
          @Override
          public String ask(String statement) {
            if (statement.startsWith(ROLE)) {
              forgets.put(Thread.currentThread(), transactions.incrementAndGet() % 3 == 0);
            }
            boolean preamble = statement.startsWith(ROLE) || statement.startsWith(PATH);
            return preamble && forgets.getOrDefault(Thread.currentThread(), false)
                ? NOTHING
                : notLocal(statement);
          }
        });
  }

  /** The answer to somebody's abandoned statement is given to the next who asks the same. */
  static Plant unreadAnswer() {
    Map<String, Kept> kept = new ConcurrentHashMap<>();
    return of(
        new Meddler() {
          @Override
          public WireRound answer(WireRound asked, WireRound answered) {
            Optional<String> role =
                asked.statements().stream().filter(text -> text.startsWith(ROLE)).findFirst();
            String last = asked.statements().isEmpty() ? "" : asked.statements().getLast();
            if (role.isEmpty() || !last.stripLeading().startsWith("select")) {
              return answered;
            }
            Kept before = kept.put(last, new Kept(role.get(), answered));
            return before == null || before.role().equals(role.get()) ? answered : before.answer();
          }
        });
  }

  private record Kept(String role, WireRound answer) {}
}
