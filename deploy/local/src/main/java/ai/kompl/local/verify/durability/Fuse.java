package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Failpoint.Moment;
import ai.kompl.tenancy.data.CommitEdges;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Burns down when a failpoint is passed for the n-th time. At the edges of a commit it names the
 * seam by who is on the stack of the committing thread behind the classes that every transaction
 * goes through: so each class that commits has its failpoints without being told, and the product
 * carries no names. Safe for use by many threads.
 */
final class Fuse implements CommitEdges {
  /** What a process ends with that has died at its failpoint. */
  static final int BURNT = 86;

  private static final String OURS = "ai.kompl.";
  private static final String PROOF = Fuse.class.getPackageName() + ".";
  private static final Set<String> THROUGH =
      Set.of("RoleTransactions", "OwnerDatabase", "TenantShares");
  private static final Set<String> FACES = Set.of("RoleTenantDatabase", "RolePlatformDatabase");

  private final Failpoint failpoint;
  private final int passing;
  private final Runnable end;
  private final AtomicInteger passed = new AtomicInteger();

  /**
   * A fuse.
   *
   * @param passing at the how manieth passing, from 1
   * @param end what happens then
   */
  Fuse(Failpoint failpoint, int passing, Runnable end) {
    this.failpoint = failpoint;
    this.passing = passing;
    this.end = end;
  }

  /** One that ends the process at once, with nothing written out and nobody told. */
  static Fuse deadly(Failpoint failpoint, int passing) {
    return new Fuse(failpoint, passing, () -> Runtime.getRuntime().halt(BURNT));
  }

  @Override
  public void before() {
    pass(Moment.BEFORE);
  }

  @Override
  public void after() {
    pass(Moment.AFTER);
  }

  private void pass(Moment moment) {
    if (moment == failpoint.moment() && seam().equals(failpoint.seam())) {
      burn();
    }
  }

  /** Passes a step that is no commit. */
  void step(String seam, Moment moment) {
    if (moment == failpoint.moment() && seam.equals(failpoint.seam())) {
      burn();
    }
  }

  private void burn() {
    if (passed.incrementAndGet() == passing) {
      end.run();
    }
  }

  /** Who commits on this thread: {@code Class.method}. */
  static String seam() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .filter(frame -> !frame.getClassName().equals(Fuse.class.getName()))
                .filter(frame -> !THROUGH.contains(outer(frame.getClassName())))
                .filter(frame -> !FACES.contains(outer(frame.getClassName())))
                .findFirst()
                .map(Fuse::name)
                .orElse("nobody"));
  }

  private static String name(StackWalker.StackFrame frame) {
    if (frame.getClassName().startsWith(PROOF)) {
      return "TenantDatabase.write";
    }
    return outer(frame.getClassName()) + "." + method(frame.getMethodName());
  }

  /** The simple name of the class in whose file it stands. */
  static String outer(String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    int nested = simple.indexOf('$');
    return nested < 0 ? simple : simple.substring(0, nested);
  }

  /** The method in which a lambda stands: {@code lambda$take$0} is {@code take}. */
  static String method(String name) {
    return name.startsWith("lambda$") ? name.substring(7, name.lastIndexOf('$')) : name;
  }
}
