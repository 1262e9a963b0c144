package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.JoinField;
import ai.kompl.federation.composition.merge.MergedSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which labels of {@code @override} to try on and off. With few labels all combinations are tried;
 * with many, all off, all on, and each alone on and off, which finds a label that breaks by itself.
 */
final class Labels {
  private static final int ALL_COMBINATIONS_UP_TO = 6;

  private Labels() {}

  /** Sets of labels that are on, one set for each walk. */
  static List<Set<String>> choices(MergedSchema merged) {
    Set<String> labels = new TreeSet<>();
    merged
        .types()
        .values()
        .forEach(type ->
            type.fields()
                .values()
                .forEach(joins ->
                    joins.stream()
                        .map(JoinField::overrideLabel)
                        .forEach(label -> {
                          if (label != null) {
                            labels.add(label);
                          }
                        })));
    List<String> all = List.copyOf(labels);
    return all.size() <= ALL_COMBINATIONS_UP_TO ? combinations(all) : flips(all);
  }

  private static List<Set<String>> combinations(List<String> all) {
    List<Set<String>> out = new ArrayList<>();
    for (int bits = 0; bits < 1 << all.size(); bits++) {
      Set<String> on = new HashSet<>();
      for (int index = 0; index < all.size(); index++) {
        if ((bits >> index & 1) == 1) {
          on.add(all.get(index));
        }
      }
      out.add(on);
    }
    return out;
  }

  private static List<Set<String>> flips(List<String> all) {
    Set<Set<String>> out = new LinkedHashSet<>();
    out.add(Set.of());
    out.add(Set.copyOf(all));
    for (String label : all) {
      out.add(Set.of(label));
      Set<String> others = new HashSet<>(all);
      others.remove(label);
      out.add(others);
    }
    return List.copyOf(out);
  }
}
