package ai.kompl.regops.imports;

import ai.kompl.regops.catalogue.CatalogueLimits;

/**
 * How imports are done.
 *
 * @param limits what is accepted
 * @param rowsPerStatement how many requirements one statement writes
 */
public record ImportSettings(CatalogueLimits limits, int rowsPerStatement) {
  /** Rows enough that the round trip does not matter, few enough that progress shows. */
  public static final ImportSettings DEFAULT = new ImportSettings(CatalogueLimits.DEFAULT, 250);

  public ImportSettings {
    if (rowsPerStatement < 1) {
      throw new IllegalArgumentException("a statement writes one row at least");
    }
  }

  /** The same for files of another size. */
  public ImportSettings withMaxBytes(long bytes) {
    return new ImportSettings(limits.withMaxBytes(bytes), rowsPerStatement);
  }

  /** The same with other batches. */
  public ImportSettings withRowsPerStatement(int rows) {
    return new ImportSettings(limits, rows);
  }
}
