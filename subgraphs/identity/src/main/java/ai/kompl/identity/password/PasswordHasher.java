package ai.kompl.identity.password;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Hashes and checks passwords with Argon2id. Each hash takes tens of milliseconds and megabytes, so
 * they run on a few threads of their own behind a short queue: a flood of sign-ins makes sign-ins
 * wait, and in the end refuses them, but leaves a processor and the memory to everyone else.
 */
public final class PasswordHasher implements AutoCloseable {

  private static final int QUEUE = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Argon2idHash parameters;
  private final Argon2idHash stranger;
  private final RandomGenerator random;
  private final ThreadPoolExecutor threads;

  private PasswordHasher(int atOnce, Argon2idHash parameters, RandomGenerator random) {
    this.parameters = parameters;
    this.random = random;
    this.stranger = parameters.of(bytes("nobody has this password"), salt(random));
    this.threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("password-", 0).daemon().factory());
    this.threads.allowCoreThreadTimeOut(true);
  }

  /**
   * A hasher at the strength that OWASP and ASVS recommend for Argon2id: 46 MiB, one pass, one
   * lane. Half of the processors may hash at the same time.
   *
   * @param random where salts come from: a secure one
   */
  public static PasswordHasher recommended(RandomGenerator random) {
    int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new PasswordHasher(atOnce, Argon2idHash.RECOMMENDED, random);
  }

  /** A new hash of a password, in PHC form. */
  public String hash(String password) {
    byte[] salt = salt(random);
    return run(() -> parameters.of(bytes(password), salt)).text();
  }

  /** Whether the password is the one behind the stored hash. */
  public boolean matches(String password, String stored) {
    Argon2idHash expected = Argon2idHash.parse(stored);
    return run(() -> expected.matches(bytes(password)));
  }

  /** Does the work of {@link #matches} for an account that is not there, and never matches. */
  public boolean matchesNobody(String password) {
    boolean _ = run(() -> stranger.matches(bytes(password)));
    return false;
  }

  /** Whether a stored hash is weaker than new ones are. */
  public boolean isOutdated(String stored) {
    return !Argon2idHash.parse(stored).isAsStrongAs(parameters);
  }

  private <T> T run(Callable<T> work) {
    try {
      Future<T> result = threads.submit(work);
      return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | TimeoutException e) {
      throw new ProblemException(
          Problem.RATE_LIMITED, "Too many sign-ins at the moment. Wait a little and retry.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), e);
    }
  }

  // The same password typed on different systems arrives in different forms (ASVS 6.2.9).
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] salt(RandomGenerator random) {
    byte[] salt = new byte[Argon2idHash.SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  /** The most threads that ever hashed at the same time. */
  int mostThreads() {
    return threads.getLargestPoolSize();
  }

  /** Lets running hashes end and takes no more. */
  @Override
  public void close() {
    threads.close();
  }
}
