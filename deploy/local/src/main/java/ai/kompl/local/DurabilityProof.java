package ai.kompl.local;

import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import ai.kompl.local.verify.durability.IsolationCost;
import ai.kompl.local.verify.durability.KillTrial;
import ai.kompl.local.verify.durability.KillTrial.Target;
import ai.kompl.local.verify.durability.PlantedLosses;
import ai.kompl.local.verify.durability.RandomKills;
import ai.kompl.local.verify.durability.Tally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Nothing acknowledged is lost and nothing is done twice, whatever dies and wherever. */
final class DurabilityProof implements Proof {
  private static final int LANES = 2;
  private static final int FAILPOINTS = 30;
  private static final int KILLS = 5;
  private static final int RANDOM_KILLS = 60;
  private static final int RANDOM_KILLS_FULL = 500;
  private static final long SEED = 20_261_123;
  private static final double ISOLATION_COST = 1.15;

  private final Path root;
  private final int randomKills;
  private final Optional<String> only;

  private DurabilityProof(Path root, int randomKills, Optional<String> only) {
    this.root = root;
    this.randomKills = randomKills;
    this.only = only;
  }

  /** With the repository's folder. */
  static DurabilityProof in(Path root) {
    return new DurabilityProof(root, RANDOM_KILLS, Optional.empty());
  }

  @Override
  public String name() {
    return "durability";
  }

  @Override
  public String summary() {
    return "%d kills at each failpoint, %d at random (%d with --full), planted losses, the cost of isolation; PATH names the one part: failpoints, random, planted, cost, or a failpoint"
        .formatted(KILLS, RANDOM_KILLS, RANDOM_KILLS_FULL);
  }

  @Override
  public Proof full() {
    return new DurabilityProof(root, RANDOM_KILLS_FULL, only);
  }

  @Override
  public Proof given(Path part) {
    return new DurabilityProof(root, randomKills, Optional.of(part.toString()));
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    var tally = new Tally();
    List<Target> targets =
        KillTrial.targets().stream().filter(target -> wanted(target.failpoint())).toList();
    if (!targets.isEmpty()) {
      failpoints(folder, targets, tally, note);
      figures.atLeast("failpoints", tally.failpoints(), Math.min(FAILPOINTS, targets.size()));
      figures.exactly("kills", tally.kills(), (long) targets.size() * KILLS);
    }
    if (wanted("random")) {
      random(folder.resolve("product"), tally, note);
      figures.atLeast("random_kills", tally.randomKills(), randomKills);
    }
    figures.exactly("lost", tally.lost(), 0);
    figures.exactly("duplicates", tally.duplicates(), 0);
    figures.note("chains", tally.chains());
    figures.exactly("chains_broken", tally.brokenChains(), 0);
    figures.exactly("other_findings", tally.others(), 0);
    tally.findings().forEach(note);
    if (wanted("planted")) {
      planted(folder, figures, note);
    }
    if (wanted("cost")) {
      cost(folder, figures);
    }
  }

  private boolean wanted(String part) {
    return only.map(name ->
            part.contains(name)
                || (name.equals("failpoints") && Character.isUpperCase(part.charAt(0))))
        .orElse(true);
  }

  private void random(Path data, Tally tally, Consumer<String> note) {
    note.accept("random kills with seed " + SEED);
    try (KilledProduct product = KilledProduct.start(root, data)) {
      new RandomKills(product, new SplittableRandom(SEED)).run(randomKills, tally, note);
    } catch (Exception e) {
      throw new IllegalStateException("the random kills broke off", e);
    }
  }

  private static void planted(Path folder, Figures figures, Consumer<String> note) {
    try (Lane lane = Lane.start(folder.resolve("planted"), _ -> {})) {
      Map<String, Boolean> caught = new PlantedLosses(lane).run();
      note.accept("planted losses found: " + caught);
      long found = caught.values().stream().filter(one -> one).count();
      figures.allOf("mutants_caught", found, caught.size(), 3);
    } catch (Exception e) {
      throw new IllegalStateException("the planted losses broke off", e);
    }
  }

  private static void cost(Path folder, Figures figures) {
    try (Lane lane = Lane.start(folder.resolve("cost"), _ -> {})) {
      IsolationCost.Ratio ratio = IsolationCost.in(lane);
      figures.note("isolation_cost_interval", ratio);
      figures.atMost("isolation_cost", ratio.median(), ISOLATION_COST);
    }
  }

  private static void failpoints(
      Path folder, List<Target> targets, Tally tally, Consumer<String> note) {
    var queue = new ConcurrentLinkedQueue<Target>(targets);
    try (Lane first = Lane.start(folder.resolve("rehearsal"), _ -> {})) {
      new KillTrial(first, tally, note).rehearse();
    } catch (Exception e) {
      throw new IllegalStateException("the rehearsal broke off", e);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> lanes = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        Path place = folder.resolve("lane-" + i);
        lanes.add(threads.submit(() -> lane(place, queue, tally, note)));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a lane broke off", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static boolean lane(Path place, Queue<Target> queue, Tally tally, Consumer<String> note)
      throws Exception {
    try (Lane lane = Lane.start(place, _ -> {})) {
      new KillTrial(lane, tally, note).run(queue, KILLS);
      return true;
    }
  }
}
