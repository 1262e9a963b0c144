package ai.kompl.federation.plan;

import ai.kompl.federation.transport.SubgraphOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The document of a fetch whose lookups are copied, once for each set of context values. Every copy
 * has a response key and variables of its own.
 *
 * @param head keyword and name
 * @param name the operation's name; empty for an anonymous one
 * @param declarations the client's variables as they are declared
 */
public record EntityDocument(
    String head, String name, Map<String, String> declarations, List<LookupText> lookups) {
  /** Stands in a lookup's text where the suffix of the copy belongs. */
  public static final char SUFFIX = '\u0001';

  /** Copies the collections. */
  public EntityDocument {
    declarations = Map.copyOf(declarations);
    lookups = List.copyOf(lookups);
  }

  /**
   * One lookup.
   *
   * @param declarations its own variables as they are declared, with {@link #SUFFIX}
   * @param text its selection with {@link #SUFFIX}
   * @param clientVariables the client's variables in it
   */
  public record LookupText(List<String> declarations, String text, List<String> clientVariables) {
    /** Copies the lists. */
    public LookupText {
      declarations = List.copyOf(declarations);
      clientVariables = List.copyOf(clientVariables);
    }
  }

  /** What a copy's names end with; nothing for the first. */
  public static String suffix(int copy) {
    return copy == 0 ? "" : "__" + copy;
  }

  /**
   * The document with so many copies of each lookup.
   *
   * @param copies by lookup; zero leaves it out
   */
  public SubgraphOperation withCopies(List<Integer> copies) {
    List<String> variables = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (int lookup = 0; lookup < lookups.size(); lookup++) {
      for (int copy = 0; copy < copies.get(lookup); copy++) {
        LookupText text = lookups.get(lookup);
        String suffix = suffix(copy);
        text.declarations().forEach(each -> variables.add(withSuffix(each, suffix)));
        body.append(body.isEmpty() ? "" : " ").append(withSuffix(text.text(), suffix));
      }
    }
    clientVariables(copies).forEach(each -> variables.add(declarations.getOrDefault(each, "")));
    String text = head + " (" + String.join(", ", variables) + ") {" + body + "}";
    return new SubgraphOperation(text, name, true);
  }

  /** The client's variables in the lookups that have copies, sorted. */
  public List<String> clientVariables(List<Integer> copies) {
    TreeSet<String> used = new TreeSet<>();
    for (int lookup = 0; lookup < lookups.size(); lookup++) {
      if (copies.get(lookup) > 0) {
        used.addAll(lookups.get(lookup).clientVariables());
      }
    }
    return List.copyOf(used);
  }

  private static String withSuffix(String text, String suffix) {
    return text.replace(String.valueOf(SUFFIX), suffix);
  }
}
