package ai.kompl.federation.testkit;

import ai.kompl.federation.composition.SubgraphSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A few subgraphs over a few entity types, from a seed: some fields in several subgraphs, two keys
 * that not every subgraph knows, some requirements. Not every one composes.
 */
public final class SmallWorld {
  private static final int SUBGRAPHS = 3;
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@shareable"])
      """;

  private final Random random;
  private final List<StringBuilder> subgraphs = new ArrayList<>();
  private final int types;

  public SmallWorld(long seed) {
    this.random = new Random(seed);
    this.types = 2 + random.nextInt(2);
    for (int subgraph = 0; subgraph < SUBGRAPHS; subgraph++) {
      subgraphs.add(new StringBuilder(LINK).append(roots(subgraph)));
    }
    for (int type = 0; type < types; type++) {
      addType(type);
    }
  }

  public List<SubgraphSource> subgraphs() {
    List<SubgraphSource> sources = new ArrayList<>();
    for (int subgraph = 0; subgraph < SUBGRAPHS; subgraph++) {
      sources.add(
          new SubgraphSource(
              "s" + subgraph, "http://s" + subgraph, subgraphs.get(subgraph).toString()));
    }
    return sources;
  }

  private String roots(int subgraph) {
    StringBuilder roots = new StringBuilder("type Query { q" + subgraph + ": Int ");
    for (int type = 0; type < types; type++) {
      // The first subgraph has all root fields, so that every type can be asked for.
      if (subgraph == 0 || random.nextInt(3) == 0) {
        roots.append("t" + type + ": T" + type + " @shareable ");
      }
    }
    return roots.append("}\n").toString();
  }

  private void addType(int type) {
    int fields = 3 + random.nextInt(3);
    int[] homes = new int[fields];
    String[] declared = new String[fields];
    for (int field = 0; field < fields; field++) {
      homes[field] = 1 + random.nextInt((1 << SUBGRAPHS) - 1);
      homes[field] = random.nextInt(3) == 0 ? homes[field] : Integer.lowestOneBit(homes[field]);
      boolean link = random.nextInt(3) == 0;
      declared[field] =
          "t" + type + "f" + field + ": " + (link ? "T" + random.nextInt(types) : "Int");
    }
    int requiring = random.nextInt(2) == 0 ? fields - 1 : -1;
    for (int subgraph = 0; subgraph < SUBGRAPHS; subgraph++) {
      addType(type, subgraph, homes, declared, requiring);
    }
  }

  private void addType(int type, int subgraph, int[] homes, String[] declared, int requiring) {
    boolean a = random.nextInt(4) > 0;
    boolean b = random.nextInt(2) == 0 || !a;
    StringBuilder text = new StringBuilder("type T" + type);
    text.append(a ? " @key(fields: \"a\")" : "").append(b ? " @key(fields: \"b\")" : "");
    text.append(" { ").append(a ? "a: ID! " : "").append(b ? "b: ID! " : "");
    for (int field = 0; field < declared.length; field++) {
      boolean here = (homes[field] & (1 << subgraph)) != 0;
      if (here && field == requiring && requires(homes, declared, subgraph, text, field)) {
        continue;
      }
      text.append(here ? declared[field] + " @shareable " : "");
    }
    subgraphs.get(subgraph).append(text).append("}\n");
  }

  /** Declares the field with a requirement; false when there is none that this subgraph lacks. */
  private static boolean requires(
      int[] homes, String[] declared, int subgraph, StringBuilder text, int field) {
    for (int other = 0; other < field; other++) {
      boolean elsewhere = (homes[other] & (1 << subgraph)) == 0;
      if (elsewhere && declared[other].endsWith("Int")) {
        String name = declared[other].substring(0, declared[other].indexOf(':'));
        text.append(declared[field] + " @shareable @requires(fields: \"" + name + "\") ");
        text.append(declared[other] + " @external ");
        return true;
      }
    }
    return false;
  }

  /** A query of some depth, every field of a type at most once at a place. */
  public String query(int number) {
    Random choice = new Random(number * 31L + types);
    StringBuilder query = new StringBuilder("{");
    for (int type = 0; type < types; type++) {
      if (type == number % types || choice.nextInt(3) == 0) {
        query.append(" t" + type);
        select(type, 2, choice, query);
      }
    }
    return query.append(" }").toString();
  }

  private void select(int type, int depth, Random choice, StringBuilder query) {
    query.append(" { __typename");
    for (String field : fields(type)) {
      String name = field.substring(0, field.indexOf(':'));
      String target = field.substring(field.indexOf(':') + 2);
      boolean leaf = target.equals("Int");
      if (choice.nextInt(5) < 2 && (leaf || depth > 0)) {
        query.append(' ').append(name);
        if (!leaf) {
          select(Integer.parseInt(target.substring(1)), depth - 1, choice, query);
        }
      }
    }
    query.append(" }");
  }

  private List<String> fields(int type) {
    List<String> found = new ArrayList<>();
    Matcher fields = Pattern.compile("t" + type + "f\\d+: \\w+").matcher(all());
    while (fields.find()) {
      if (!found.contains(fields.group())) {
        found.add(fields.group());
      }
    }
    return found;
  }

  private String all() {
    return String.join("\n", subgraphs);
  }
}
