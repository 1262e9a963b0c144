package ai.kompl.local.verify.durability;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a proof has done and found so far. Safe for use by many threads. */
public final class Tally {
  private final Set<String> failpoints = new TreeSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private int kills;
  private int randomKills;
  private long chains;

  synchronized void tried(String failpoint, List<Finding> found) {
    failpoints.add(failpoint);
    findings.addAll(found);
  }

  synchronized void found(List<Finding> found) {
    findings.addAll(found);
  }

  synchronized void killed() {
    kills++;
  }

  synchronized void killedAtRandom() {
    randomKills++;
  }

  synchronized void chain() {
    chains++;
  }

  /** How many different failpoints were tried. */
  public synchronized int failpoints() {
    return failpoints.size();
  }

  /** How many processes died at theirs. */
  public synchronized int kills() {
    return kills;
  }

  /** How often something was killed at random. */
  public synchronized int randomKills() {
    return randomKills;
  }

  /** How many audit chains were walked along from end to end. */
  public synchronized long chains() {
    return chains;
  }

  /** How many findings are of a kind. */
  synchronized long of(Finding.Kind... kinds) {
    return findings.stream().filter(one -> Set.of(kinds).contains(one.kind())).count();
  }

  /** Acknowledged things that are gone, jobs that nobody did and events that nobody got. */
  public long lost() {
    return of(Finding.Kind.LOST, Finding.Kind.UNDONE, Finding.Kind.UNDELIVERED);
  }

  /** Things that are there twice. */
  public long duplicates() {
    return of(Finding.Kind.DUPLICATE);
  }

  /** Chains that do not verify. */
  public long brokenChains() {
    return of(Finding.Kind.CHAIN);
  }

  /** Everything else that must not be. */
  public long others() {
    return findings().size() - lost() - duplicates() - brokenChains();
  }

  /** All findings. */
  public synchronized List<String> findings() {
    return findings.stream().map(Finding::toString).toList();
  }
}
