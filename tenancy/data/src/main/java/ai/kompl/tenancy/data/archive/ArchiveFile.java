package ai.kompl.tenancy.data.archive;

import ai.kompl.tenancy.data.audit.AuditPublicKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An archive that has been checked as a whole: signed by the key that is trusted, with the parts
 * that its manifest names and no others, each with the bytes it was written with.
 */
public final class ArchiveFile implements Closeable {
  // The manifest names tables and files; a hundred bytes each is more than it needs.
  private static final int LARGEST_MANIFEST = 64 << 20;

  private final ZipFile zip;
  private final ArchiveManifest manifest;

  private ArchiveFile(ZipFile zip, ArchiveManifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens and checks a file.
   *
   * @param seal tells who must have signed it
   * @throws ArchiveException when it is no archive, is signed by someone else or was changed
   * @throws IOException when it cannot be read
   */
  public static ArchiveFile open(Path file, ArchiveSeal seal) throws IOException {
    return open(file, new Trust(ArchiveManifest.FORMAT, seal::believed));
  }

  /**
   * Opens and checks what a tenant was handed, with the public key that it brings along: whoever
   * relies on it compares {@link #signedBy}.
   *
   * @throws ArchiveException when it is no export of a tenant, or was changed
   * @throws IOException when it cannot be read
   */
  public static ArchiveFile openExport(Path file) throws IOException {
    return open(
        file, new Trust(ArchiveManifest.EXPORT, told -> new AuditPublicKey(told.wrapped())));
  }

  /** The id of the key that signed an export. */
  public String signedBy() {
    return new AuditPublicKey(manifest.signer().wrapped()).id();
  }

  /** Which archives are read, and by whom they have to be signed. */
  private record Trust(String format, Function<ArchiveManifest.Signer, AuditPublicKey> key) {}

  private static ArchiveFile open(Path file, Trust trust) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException e) {
      throw new ArchiveException("not an archive: " + file.getFileName(), e);
    }
    boolean good = false;
    try {
      ArchiveManifest manifest = manifest(zip, trust);
      var archive = new ArchiveFile(zip, manifest);
      archive.checkParts();
      good = true;
      return archive;
    } catch (ZipException e) {
      throw new ArchiveException("the archive is damaged: " + e.getMessage(), e);
    } finally {
      if (!good) {
        zip.close();
      }
    }
  }

  private static ArchiveManifest manifest(ZipFile zip, Trust trust) throws IOException {
    String text = text(zip, ArchiveWriter.MANIFEST);
    ArchiveManifest manifest = manifest(text);
    if (!manifest.format().equals(trust.format())) {
      throw new ArchiveException("archives of the format " + manifest.format() + " are not read");
    }
    if (!trust.key().apply(manifest.signer()).signed(text, text(zip, ArchiveWriter.SIGNATURE))) {
      throw new ArchiveException("the archive's manifest was changed");
    }
    return manifest;
  }

  private static ArchiveManifest manifest(String text) {
    try {
      return Hashes.MAPPER.readValue(text, ArchiveManifest.class);
    } catch (JsonProcessingException e) {
      throw new ArchiveException("the manifest is of another format", e);
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ArchiveException("not an archive of a tenant: it has no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readNBytes(LARGEST_MANIFEST), StandardCharsets.UTF_8);
    }
  }

  /** What the archive says of itself. */
  public ArchiveManifest manifest() {
    return manifest;
  }

  /** The bytes of a part that the manifest names. */
  public InputStream part(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ArchiveException("the archive lacks " + name);
    }
    return zip.getInputStream(entry);
  }

  private void checkParts() throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    manifest.tables().forEach(table -> hashes.put(table.part(), table.sha256()));
    manifest.files().forEach(file -> hashes.put(file.part(), file.sha256()));
    var present = new TreeSet<String>();
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      present.add(entries.nextElement().getName());
    }
    present.remove(ArchiveWriter.MANIFEST);
    present.remove(ArchiveWriter.SIGNATURE);
    if (!present.equals(hashes.keySet())) {
      throw new ArchiveException("the archive has other parts than its manifest says");
    }
    for (Map.Entry<String, String> part : hashes.entrySet()) {
      if (!hash(part.getKey()).equals(part.getValue())) {
        throw new ArchiveException("the archive was changed in its part " + part.getKey());
      }
    }
  }

  private String hash(String name) throws IOException {
    MessageDigest digest = Hashes.sha256();
    try (InputStream in = new DigestInputStream(part(name), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
