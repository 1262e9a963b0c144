package ai.kompl.regops.framework;

/**
 * How much is in a catalogue.
 *
 * @param entries requirements without the groups that hold them, withdrawn ones included
 * @param active entries in force
 * @param families groups at the top of the tree
 * @param nodes everything in the tree, groups included
 */
public record CatalogCounts(int entries, int active, int families, int nodes) {

  public CatalogCounts {
    if (active < 0 || active > entries || families < 0 || entries > nodes) {
      throw new IllegalArgumentException(
          "counts contradict each other: " + entries + " " + active + " " + families + " " + nodes);
    }
  }

  /** Entries that the publisher has withdrawn. */
  public int withdrawn() {
    return entries - active;
  }
}
