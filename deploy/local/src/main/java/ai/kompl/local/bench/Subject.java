package ai.kompl.local.bench;

import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A router that is measured.
 *
 * @param name as the figures call it
 * @param endpoint where it takes operations
 * @param process whose CPU time, with that of all it started, is counted
 */
record Subject(String name, URI endpoint, ProcessHandle process) {

  /**
   * Reads {@code NAME=URL@PID,NAME=URL@PID}.
   *
   * @throws CommandFailure when it is not of that form or no such process runs
   */
  static List<Subject> read(String text) {
    var subjects = new ArrayList<Subject>();
    for (String one : Arrays.asList(text.split(",", -1))) {
      int equals = one.indexOf('=');
      int at = one.lastIndexOf('@');
      if (equals < 1 || at < equals) {
        throw wrong(one);
      }
      try {
        subjects.add(
            new Subject(
                one.substring(0, equals),
                URI.create(one.substring(equals + 1, at)),
                ProcessHandle.of(Long.parseLong(one.substring(at + 1)))
                    .orElseThrow(() -> wrong(one))));
      } catch (IllegalArgumentException e) {
        throw wrong(one);
      }
    }
    return List.copyOf(subjects);
  }

  private static CommandFailure wrong(String text) {
    return new CommandFailure(
        Command.WRONG_USE,
        "bench: a peer is NAME=URL@PID of a running process, not \"" + text + "\"");
  }

  /** The name as figures are named. */
  String figure() {
    return name.replace('-', '_');
  }

  /** The CPU time spent so far by the process and its descendants, user and system. */
  Duration cpu() {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(one -> one.info().totalCpuDuration())
        .flatMap(Optional::stream)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
