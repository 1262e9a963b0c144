package ai.kompl.local.verify.cache;

import ai.kompl.tenancy.caller.TenantId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The processes of the proof, spoken to over their standard input and output. */
final class TraceProcesses implements AutoCloseable {
  /** Where the processes find what they share. */
  record Place(String database, String owner, String ownerPassword, String redis, Path folder) {}

  /** What the caches of all processes did. */
  record Counts(long hits, long reads, long mismatches) {
    Counts minus(Counts before) {
      return new Counts(hits - before.hits, reads - before.reads, mismatches - before.mismatches);
    }

    double percent() {
      return reads == 0 ? 0 : 100.0 * hits / reads;
    }
  }

  private record Child(Process process, BufferedWriter to, BufferedReader from) {}

  private final List<Child> children = new ArrayList<>();
  private final Path folder;
  private int traces;

  private TraceProcesses(Path folder) {
    this.folder = folder;
  }

  static TraceProcesses start(int count, Place place, List<TenantId> tenants) {
    var processes = new TraceProcesses(place.folder());
    boolean started = false;
    try {
      for (int i = 0; i < count; i++) {
        processes.children.add(spawn(place, tenants, i));
      }
      processes.children.forEach(TraceProcesses::answer);
      processes.all("usable");
      started = true;
      return processes;
    } finally {
      if (!started) {
        processes.close();
      }
    }
  }

  private static Child spawn(Place place, List<TenantId> tenants, int number) {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx160m",
            "-cp",
            System.getProperty("java.class.path"),
            TraceProcess.class.getName(),
            place.database(),
            place.owner(),
            place.folder().toString(),
            tenants.stream().map(TenantId::value).collect(Collectors.joining(",")));
    builder.environment().put(TraceProcess.OWNER_PASSWORD, place.ownerPassword());
    builder.environment().put(TraceProcess.REDIS, place.redis());
    builder.redirectError(place.folder().resolve("process-" + number + ".log").toFile());
    try {
      Process process = builder.start();
      return new Child(
          process,
          process.outputWriter(StandardCharsets.UTF_8),
          process.inputReader(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int size() {
    return children.size();
  }

  /** Runs the trace in all processes, and meanwhile what happens to Redis. */
  History trace(long millis, long seed, Runnable meanwhile) {
    traces++;
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < children.size(); i++) {
      Path file = folder.resolve("history-" + traces + "-" + i);
      files.add(file);
      ask(children.get(i), "trace " + file + " " + millis + " " + (seed * 100 + i));
    }
    meanwhile.run();
    children.forEach(TraceProcesses::answer);
    var history = new History();
    files.forEach(history::add);
    return history;
  }

  void plant(int process, Fault fault) {
    ask(children.get(process), "plant " + fault);
    answer(children.get(process));
  }

  void all(String command) {
    children.forEach(child -> ask(child, command));
    children.forEach(TraceProcesses::answer);
  }

  Counts counts() {
    long[] sums = new long[3];
    for (Child child : children) {
      ask(child, "counts");
      String[] numbers = answer(child).split(" ", -1);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += Long.parseLong(numbers[i]);
      }
    }
    return new Counts(sums[0], sums[1], sums[2]);
  }

  private static void ask(Child child, String line) {
    try {
      child.to().write(line + "\n");
      child.to().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a process of the proof has ended, see its log", e);
    }
  }

  private static String answer(Child child) {
    try {
      String line = child.from().readLine();
      if (line == null) {
        throw new IllegalStateException("a process of the proof has ended, see its log");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Child child : children) {
      try {
        child.to().close();
        if (!child.process().waitFor(20, TimeUnit.SECONDS)) {
          child.process().destroyForcibly();
        }
      } catch (IOException e) {
        child.process().destroyForcibly();
      } catch (InterruptedException e) {
        child.process().destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
