package ai.kompl.local.verify.durability;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.kompl.local.verify.durability.Failpoint.Moment;
import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.local.verify.durability.Journal.Op;
import ai.kompl.local.verify.durability.Journal.Outcome;
import ai.kompl.tenancy.data.StoredObjects;
import ai.kompl.tenancy.vault.Upload;
import ai.kompl.tenancy.vault.UploadId;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files are spooled, stored and recorded, others are left without a record and swept: no record is
 * without its file, and no file stays without a record.
 */
final class FileScenario implements Scenario {
  private static final int BYTES = 300_000;

  @Override
  public List<String> seams() {
    return List.of(
        "ObjectStore.spool",
        "ObjectStore.put",
        "StoredObjects.record",
        "StoredObjects.removeOrphan");
  }

  @Override
  public void work(Workplace place, Stage stage) throws IOException {
    StoredObjects records = place.data().storedObjects(place.objects());
    for (int n = 0; n < 60; n++) {
      byte[] content = (stage.run() + ":" + n + " ").repeat(BYTES / 8).getBytes(UTF_8);
      Upload upload = stored(place, stage, content);
      if (n % 3 == 2) {
        records.sweep(stage.tenant(), Duration.ZERO);
      } else {
        stage.journal().invoke(upload.id().sha256(), "files");
        records.record(stage.caller(), upload);
        stage.journal().ok(upload.id().sha256(), 0);
      }
    }
  }

  /** Keeps a file without a record. */
  static Upload stored(Workplace place, Stage stage, byte[] content) throws IOException {
    stage.fuse().step("ObjectStore.put", Moment.BEFORE);
    Upload upload =
        place
            .objects()
            .put(
                stage.tenant(),
                new Watched(new ByteArrayInputStream(content), stage.fuse()),
                content.length,
                "text/plain");
    stage.fuse().step("ObjectStore.put", Moment.AFTER);
    return upload;
  }

  /** Passes a step in the middle of the content, and one at its end. */
  private static final class Watched extends FilterInputStream {
    private final Fuse fuse;
    private int read;

    Watched(InputStream in, Fuse fuse) {
      super(in);
      this.fuse = fuse;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
      int got = super.read(bytes, from, most);
      int before = read;
      read += Math.max(got, 0);
      if (before < BYTES / 2 && read >= BYTES / 2) {
        fuse.step("ObjectStore.spool", Moment.BEFORE);
      }
      if (got < 0) {
        fuse.step("ObjectStore.spool", Moment.AFTER);
      }
      return got;
    }
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage)
      throws IOException {
    StoredObjects records = place.data().storedObjects(place.objects());
    records.sweep(stage.tenant(), Duration.ZERO);
    Set<String> recorded = new HashSet<>();
    source
        .look()
        .rows("select sha256 from private.stored_objects where tenant = '" + stage.tenant() + "'")
        .forEach(row -> recorded.add(row.getFirst()));
    List<Finding> findings = new ArrayList<>();
    for (Op op : stage.journal().read()) {
      if (op.outcome() == Outcome.OK && !recorded.contains(op.id())) {
        findings.add(new Finding(Kind.LOST, op.toString()));
      }
    }
    for (String hash : recorded) {
      if (!whole(place, stage, hash)) {
        findings.add(new Finding(Kind.DANGLING, "the record of " + hash + " has no whole file"));
      }
    }
    for (String name : place.objects().sealedFiles().names(stage.tenant())) {
      if (recorded.stream().noneMatch(name::endsWith)) {
        findings.add(new Finding(Kind.DANGLING, "the file " + name + " has no record"));
      }
    }
    return findings;
  }

  private static boolean whole(Workplace place, Stage stage, String hash) throws IOException {
    Optional<InputStream> file = place.objects().open(stage.tenant(), hash);
    if (file.isEmpty()) {
      return false;
    }
    try (InputStream content = file.get()) {
      byte[] bytes = content.readAllBytes();
      return UploadId.of(stage.tenant(), hash).sha256().equals(Sha256.of(bytes));
    }
  }
}
