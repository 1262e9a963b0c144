package ai.kompl.federation.planner;

import ai.kompl.federation.plan.EntityDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes selections that a document repeats once, as fragments.
 *
 * <pre>
 *   {mine {owner {id name mail phone}} yours {owner {id name mail phone}}}
 *     =>  {mine {owner {..._0}} yours {owner {..._0}}} fragment _0 on User {id name mail phone}
 * </pre>
 *
 * <p>A selection becomes a fragment only when that makes the document shorter. Conditions and
 * variables stay where they are within it. The document has no fragments of its own, so that the
 * names clash with nothing.
 */
final class Minify {
  /** Shorter documents are sent as they are: the time is better spent otherwise. */
  static final int THRESHOLD = 1024;

  private final String document;
  private final Map<Unique, Node> nodes = new HashMap<>();
  private final List<Node> inOrder = new ArrayList<>();
  private final StringBuilder fragments = new StringBuilder();
  private int names;

  private Minify(String document) {
    this.document = document;
  }

  /**
   * A selection in the text.
   *
   * @param type the type that it is written for
   * @param from where what a spread can stand for begins: the selection itself, or the fragment on
   *     a type whose braces are around it
   * @param start behind the opening brace
   * @param end at the closing one
   */
  record Mark(String type, int from, int start, int end) {
    Mark shifted(int by) {
      return new Mark(type, from + by, start + by, end + by);
    }

    /** Behind what a spread can stand for. */
    int until() {
      return from < start ? end + 1 : end;
    }
  }

  private record Unique(String type, String text) {}

  /** A place in a text where a spread of a selection may stand. */
  private record Reference(Node node, int from, int start, int end, int until) {}

  /** A selection that may stand at several places. */
  private static final class Node {
    private final Unique source;
    private final int start;
    private final List<Reference> below;
    private int references;
    private int unfolded;
    private String text = "";
    private String spread = "";

    Node(Unique source, int start, List<Reference> below) {
      this.source = source;
      this.start = start;
      this.below = below;
    }
  }

  /**
   * The document with fragments, or as it is when that is not shorter.
   *
   * @param marks its selections, each behind those within it
   */
  static String shortened(String document, List<Mark> marks) {
    if (document.length() < THRESHOLD || document.indexOf(EntityDocument.SUFFIX) >= 0) {
      return document;
    }
    return new Minify(document).shortened(marks);
  }

  private String shortened(List<Mark> marks) {
    List<Reference> open = new ArrayList<>();
    for (Mark mark : marks) {
      int first = open.size();
      while (first > 0 && open.get(first - 1).from() >= mark.start()) {
        first--;
      }
      List<Reference> below = open.subList(first, open.size());
      Node node = node(mark, below);
      below.clear();
      open.add(new Reference(node, mark.from(), mark.start(), mark.end(), mark.until()));
    }
    open.forEach(Minify::count);
    inOrder.forEach(this::settle);
    return names == 0 ? document : text(0, document.length(), open) + fragments;
  }

  /** Equal selections are one node; what is below it counts only once. */
  private Node node(Mark mark, List<Reference> below) {
    Unique source = new Unique(mark.type(), document.substring(mark.start(), mark.end()));
    Node known = nodes.get(source);
    if (known != null) {
      return known;
    }
    Node node = new Node(source, mark.start(), List.copyOf(below));
    node.below.forEach(Minify::count);
    nodes.put(source, node);
    inOrder.add(node);
    return node;
  }

  private static void count(Reference reference) {
    reference.node().references++;
    reference.node().unfolded += reference.until() - reference.from();
  }

  /** Makes a node a fragment or leaves it; those within it are settled. */
  private void settle(Node node) {
    node.text = text(node.start, node.start + node.source.text().length(), node.below);
    if (node.references < 2) {
      return;
    }
    String name = "_" + names;
    String fragment = " fragment " + name + " on " + node.source.type() + " {" + node.text + "}";
    String spread = "..." + name;
    int around = node.unfolded - node.references * node.source.text().length();
    int inPlace = around + node.references * node.text.length();
    if (fragment.length() + node.references * spread.length() < inPlace) {
      names++;
      fragments.append(fragment);
      node.spread = spread;
    }
  }

  /** A range of the document with the spreads and shortened selections within it. */
  private String text(int from, int to, List<Reference> within) {
    StringBuilder text = new StringBuilder(to - from);
    int at = from;
    for (Reference reference : within) {
      Node node = reference.node();
      boolean spread = !node.spread.isEmpty();
      text.append(document, at, spread ? reference.from() : reference.start());
      text.append(spread ? node.spread : node.text);
      at = spread ? reference.until() : reference.end();
    }
    return text.append(document, at, to).toString();
  }
}
