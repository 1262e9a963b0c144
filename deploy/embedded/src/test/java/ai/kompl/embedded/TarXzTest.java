package ai.kompl.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TarXzTest {
  @TempDir Path folder;

  @Test
  void filesModesAndLinksAreRestored() throws IOException {
    Path target = folder.resolve("target");

    new TarXz(target)
        .unpack(
            archive(
                file("bin/run", 0755, "#!"),
                link("bin/walk", "run"),
                link("lib/up", "../bin/run")));

    assertThat(target.resolve("bin/run")).hasContent("#!");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("bin/run"))))
        .isEqualTo("rwxr-xr-x");
    assertThat(Files.readSymbolicLink(target.resolve("bin/walk"))).isEqualTo(Path.of("run"));
    assertThat(target.resolve("lib/up")).hasContent("#!");
  }

  @Test
  void anEntryThatLeadsOutOfTheFolderIsRefused() throws IOException {
    InputStream archive = archive(file("../escaped", 0644, "no"));

    assertRefused(archive, "../escaped");
    assertThat(folder.resolve("escaped")).doesNotExist();
  }

  @Test
  void aLinkThatPointsOutOfTheFolderIsRefused() throws IOException {
    assertRefused(archive(link("bin/passwords", "../../etc")), "bin/passwords");
    assertRefused(archive(link("bin/root", "/etc")), "bin/root");
  }

  private void assertRefused(InputStream archive, String entry) {
    assertThatThrownBy(() -> new TarXz(folder.resolve("target")).unpack(archive))
        .isInstanceOfSatisfying(
            EmbeddedServerException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.BINARY_UNUSABLE))
        .hasMessageContaining(entry);
  }

  private record Entry(TarArchiveEntry header, String content) {}

  private static Entry file(String name, int mode, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    var header = new TarArchiveEntry(name);
    header.setMode(mode);
    header.setSize(bytes.length);
    return new Entry(header, content);
  }

  private static Entry link(String name, String to) {
    var header = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    header.setLinkName(to);
    return new Entry(header, "");
  }

  private static InputStream archive(Entry... entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
      for (Entry entry : entries) {
        tar.putArchiveEntry(entry.header());
        tar.write(entry.content().getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
