package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.tenancy.data.TenantArchives;
import ai.kompl.tenancy.data.TenantArchives.Present;
import ai.kompl.tenancy.data.archive.ArchiveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tenant is backed up and replaced by its backup, again and again. */
final class ArchiveScenario implements Scenario {
  private static final int ENTRIES = 12;

  @Override
  public List<String> seams() {
    return List.of("TenantArchives.write", "TenantArchives.restore");
  }

  @Override
  public void prepare(Workplace.Source source, Workplace place, Stage stage) {
    Ledger.lay(place.data().tenantDatabase("durable"), stage.caller());
    var ledger =
        new Ledger(place.data().tenantDatabase("durable"), stage.caller(), stage.journal());
    if (stage.journal().read().isEmpty()) {
      for (int n = 0; n < ENTRIES; n++) {
        ledger.operate("before", n);
      }
    }
  }

  @Override
  public void work(Workplace place, Stage stage) throws IOException {
    TenantArchives archives = place.data().archives(place.masters(), place.objects().sealedFiles());
    for (int n = 0; n < 30; n++) {
      Path file = stage.folder().resolve("tenant-" + n % 2 + ".archive");
      archives.write(stage.tenant(), file);
      archives.restore(file, Present.REPLACED, Stage.operator());
    }
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage)
      throws IOException {
    TenantArchives archives = place.data().archives(place.masters(), place.objects().sealedFiles());
    List<Finding> findings = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      Path file = stage.folder().resolve("tenant-" + n + ".archive");
      if (Files.exists(file) && !whole(archives, file)) {
        findings.add(new Finding(Kind.TORN, file.getFileName() + " is there and not whole"));
      }
    }
    long effects =
        source.look().number("select count(*) from " + stage.tenant().schema() + ".durable_effect");
    if (effects != ENTRIES) {
      findings.add(new Finding(Kind.LOST, effects + " entries of " + ENTRIES + " are there"));
    }
    return findings;
  }

  private static boolean whole(TenantArchives archives, Path file) throws IOException {
    try {
      archives.check(file);
      return true;
    } catch (ArchiveException e) {
      return false;
    }
  }
}
