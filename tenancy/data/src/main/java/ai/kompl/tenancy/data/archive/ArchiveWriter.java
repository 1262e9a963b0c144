package ai.kompl.tenancy.data.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive part by part; the manifest and its signature come last. */
public final class ArchiveWriter {
  static final String MANIFEST = "manifest.json";
  static final String SIGNATURE = "manifest.sig";

  private final ZipOutputStream zip;

  /**
   * A writer.
   *
   * @param out stays open
   */
  public ArchiveWriter(OutputStream out) {
    this.zip = new ZipOutputStream(out);
  }

  /** Writes a part. */
  @FunctionalInterface
  public interface Content {
    /** Writes to the stream, which it leaves open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Adds a part.
   *
   * @return the SHA-256 of what was written, in hexadecimal
   */
  public String part(String name, Content content) throws IOException {
    MessageDigest digest = Hashes.sha256();
    zip.putNextEntry(new ZipEntry(name));
    content.writeTo(new DigestOutputStream(new KeptOpen(zip), digest));
    zip.closeEntry();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Adds the manifest, signed, and ends the archive. */
  public void finish(ArchiveManifest manifest, ArchiveSeal seal) throws IOException {
    String text = text(manifest);
    part(MANIFEST, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    String signature = seal.signer().sign(text);
    part(SIGNATURE, out -> out.write(signature.getBytes(StandardCharsets.US_ASCII)));
    zip.finish();
    zip.flush();
  }

  private static String text(ArchiveManifest manifest) {
    try {
      return Hashes.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest can always be written", e);
    }
  }

  /** Writes in whole blocks and keeps the archive open. */
  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() {}
  }
}
