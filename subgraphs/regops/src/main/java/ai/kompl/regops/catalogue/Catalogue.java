package ai.kompl.regops.catalogue;

import ai.kompl.regops.framework.CatalogCounts;
import ai.kompl.regops.requirement.RequirementKind;
import java.util.ArrayList;
import java.util.List;

/** A checked control catalogue: ids and references are unique, every reference has its target. */
public record Catalogue(CatalogueAbout about, List<CatalogueNode> roots) {

  public Catalogue {
    roots = List.copyOf(roots);
  }

  /** All nodes, each before those below it, in the order of the file. */
  public List<CatalogueNode> nodes() {
    var nodes = new ArrayList<CatalogueNode>();
    collect(roots, nodes);
    return nodes;
  }

  /** How much is in it. */
  public CatalogCounts counts() {
    var nodes = nodes();
    var entries = nodes.stream().filter(node -> node.kind() != RequirementKind.GROUP).toList();
    int active = (int) entries.stream().filter(CatalogueNode::active).count();
    int families =
        (int) roots.stream().filter(node -> node.kind() == RequirementKind.GROUP).count();
    return new CatalogCounts(entries.size(), active, families, nodes.size());
  }

  /**
   * SHA-256 of the content in lower-case hex: the same for the same content, however the file is
   * laid out.
   */
  public String checksum() {
    return new CatalogueDigest().about(about).nodes(roots).hex();
  }

  private static void collect(List<CatalogueNode> level, List<CatalogueNode> into) {
    for (CatalogueNode node : level) {
      into.add(node);
      collect(node.children(), into);
    }
  }
}
