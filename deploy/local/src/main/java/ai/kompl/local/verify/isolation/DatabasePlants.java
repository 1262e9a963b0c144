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

  /**
   * A transaction of the one runs under the other's role and path. Only those on regulations: where
   * sessions are looked up nobody would get any further.
   */
  static Plant roleOfAnother(TenantId attacker, TenantId victim) {
    return of(
        new Meddler() {
          @Override
          public WireRound ask(WireRound asked) {
            boolean meant = asked.statements().stream().anyMatch(text -> text.contains("regops_"));
            return meant ? asked.with(text -> moved(text, attacker, victim)) : asked;
          }
        });
  }

  private static String moved(String statement, TenantId from, TenantId to) {
    return isPreamble(statement) ? statement.replace(from.value(), to.value()) : statement;
  }

  /** Role and path are set for the connection and not for the transaction. */
  static Plant roleNotLocal() {
    return of(
        new Meddler() {
          @Override
          public WireRound ask(WireRound asked) {
            return asked.with(DatabasePlants::notLocal);
          }
        });
  }

  private static String notLocal(String statement) {
    return isPreamble(statement) ? statement.replace("SET LOCAL ", "SET ") : statement;
  }

  private static boolean isPreamble(String statement) {
    String text = statement.stripLeading();
    return text.startsWith(ROLE) || text.startsWith(PATH);
  }

  /** Every third transaction forgets to set its role, and finds what the one before has left. */
  static Plant roleNotSet() {
    var transactions = new AtomicInteger();
    return of(
        new Meddler() {
          @Override
          public WireRound ask(WireRound asked) {
            boolean begins = asked.statements().stream().anyMatch(text -> text.startsWith(ROLE));
            boolean forgets = begins && transactions.incrementAndGet() % 3 == 0;
            return asked.with(text -> forgets && isPreamble(text) ? NOTHING : notLocal(text));
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
