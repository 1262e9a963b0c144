package ai.kompl.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {

  private static final long SEED = 20_261_122L;

  /** At 8 MiB. */
  private static final String WEAK =
      "$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$YThHsNyGqIef7Xhezp0YgvSQjk79aE0OXCpIZQl7AA0";

  private final PasswordHasher passwords = PasswordHasher.recommended(new Random(SEED));

  @AfterEach
  void close() {
    passwords.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password-of-old | $argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$YThHsNyGqIef7Xhezp0YgvSQjk79aE0OXCpIZQl7AA0",
        "pässwörd Ω | $argon2id$v=19$m=47104,t=1,p=1$ZmVkY2JhOTg3NjU0MzIxMA$Pq1OMA+umWN4uFV5PiBFQClt1tU3W5YpeUBaTRreEbE",
        "lanes and passes | $argon2id$v=19$m=1024,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$jfQEKr2MmBvZUxBHFEW+344Y5p5ylp7lhZicg/2fa7U"
      })
  void hashesOfTheReferenceImplementationAreUnderstood(String password, String stored) {
    assertThat(passwords.matches(password, stored)).isTrue();
    assertThat(passwords.matches(password + "!", stored)).isFalse();
  }

  @Test
  void newHashesAreAsStrongAsRecommendedAndSaltedEach() {
    String first = passwords.hash("correct horse");
    String second = passwords.hash("correct horse");

    assertThat(first).startsWith("$argon2id$v=19$m=47104,t=1,p=1$").isNotEqualTo(second);
    assertThat(passwords.matches("correct horse", first)).isTrue();
    assertThat(passwords.isOutdated(first)).isFalse();
  }

  @Test
  void weakerHashesAreOutdated() {
    assertThat(passwords.isOutdated(WEAK)).isTrue();
  }

  @Test
  void everyCharacterCountsHoweverLongThePassword() {
    String base = "x".repeat(72);
    String stored = passwords.hash(base + "a" + "y".repeat(40));

    assertThat(passwords.matches(base + "b" + "y".repeat(40), stored)).isFalse();
    assertThat(passwords.matches(base, stored)).isFalse();
  }

  @Test
  void theSamePasswordInAnotherUnicodeFormIsTheSame() {
    String stored = passwords.hash("caf\u00e9 au lait");

    assertThat(passwords.matches("cafe\u0301 au lait", stored)).isTrue();
  }

  @Test
  void nobodyNeverMatches() {
    assertThat(passwords.matchesNobody("nobody has this password")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "$argon2i$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$YThHsNyGqIef7Xhezp0YgvSQjk79aE0OXCpIZQl7AA0",
        "$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$short",
        "$argon2id$v=19$m=9999999,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$YThHsNyGqIef7Xhezp0YgvSQjk79aE0OXCpIZQl7AA0"
      })
  void whatIsNoStoredHashIsRefused(String stored) {
    assertThatThrownBy(() -> passwords.matches("password", stored))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyAtOnceUseTheFewThreadsOfTheirOwn() throws Exception {
    int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    var start = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all =
          IntStream.range(0, 12)
              .mapToObj(_ ->
                  callers.submit(() -> {
                    start.await();
                    return passwords.matches("a guess", WEAK);
                  }))
              .toList();
      start.countDown();
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isFalse();
      }
    }

    assertThat(passwords.mostThreads()).isBetween(1, atOnce);
  }
}
