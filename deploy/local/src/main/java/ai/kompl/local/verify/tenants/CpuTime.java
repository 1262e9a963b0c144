package ai.kompl.local.verify.tenants;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The CPU time of this process and of a server with all its processes (Linux). */
final class CpuTime {
  /** What the kernel counts in; fixed for programs at a hundredth of a second. */
  private static final long NANOS_PER_TICK = 10_000_000;

  /** Places of utime, stime, cutime and cstime behind the name. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;
  private static final int ENDED_USER = 13;
  private static final int ENDED_SYSTEM = 14;

  private final ProcessHandle server;

  CpuTime(long serverPid) {
    this.server = ProcessHandle.of(serverPid).orElseThrow();
  }

  Duration now() {
    var own =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long ticks =
        ticks(server, ENDED_USER)
            + ticks(server, ENDED_SYSTEM)
            + Stream.concat(Stream.of(server), server.descendants())
                .mapToLong(process -> ticks(process, USER) + ticks(process, SYSTEM))
                .sum();
    return Duration.ofNanos(own.getProcessCpuTime() + ticks * NANOS_PER_TICK);
  }

  private static long ticks(ProcessHandle process, int place) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[place]);
    } catch (IOException e) {
      // It has ended meanwhile and counts with the ended ones.
      return 0;
    }
  }
}
