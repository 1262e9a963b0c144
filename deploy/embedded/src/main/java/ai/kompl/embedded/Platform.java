package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The operating system and processor this JVM runs on.
 *
 * @param system {@code linux} or {@code darwin}
 * @param processor {@code amd64} or {@code arm64}
 * @param musl whether the C library is musl (Alpine)
 */
record Platform(String system, String processor, boolean musl) {

  static Platform current() {
    return of(
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""),
        Files.exists(Path.of("/etc/alpine-release")));
  }

  static Platform of(String osName, String osArch, boolean musl) {
    String os = osName.toLowerCase(Locale.ROOT);
    String system =
        os.startsWith("linux")
            ? "linux"
            : os.startsWith("mac") || os.startsWith("darwin") ? "darwin" : "";
    String processor =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> "";
        };
    if (system.isEmpty() || processor.isEmpty()) {
      throw new EmbeddedServerException(
          Fault.UNSUPPORTED_PLATFORM,
          "no embedded servers for "
              + osName
              + " on "
              + osArch
              + "; run the product against external servers given by their URLs");
    }
    return new Platform(system, processor, musl);
  }

  /** The class path resource with the PostgreSQL archive. */
  String postgresArchive() {
    String arch = processor.equals("amd64") ? "x86_64" : "arm_64";
    return "postgres-" + system + "-" + arch + (musl ? "-alpine_linux" : "") + ".txz";
  }

  /** The class path resource with the Redis executable. */
  String redisExecutable() {
    return "redis-server-7.0.15-" + system + "-" + processor;
  }
}
