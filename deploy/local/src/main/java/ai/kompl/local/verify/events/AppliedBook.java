package ai.kompl.local.verify.events;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was stated of each entity against what was done about it. Of an entity the numbers from one
 * on are stated, each once and in this order.
 *
 * @param lost numbers that were never applied
 * @param skipped those of them after which a later number was applied
 * @param twice applications beyond the first of a number
 * @param disorder first applications that came after one of a later number
 */
record AppliedBook(long stated, long lost, long skipped, long twice, long disorder) {
  static final AppliedBook EMPTY = new AppliedBook(0, 0, 0, 0, 0);

  /** Compares, by entity: how many were stated, and the numbers in the order of application. */
  static AppliedBook compare(Map<String, Integer> stated, Map<String, List<Integer>> applied) {
    AppliedBook sum = EMPTY;
    for (Map.Entry<String, Integer> entity : stated.entrySet()) {
      sum = sum.plus(of(entity.getValue(), applied.getOrDefault(entity.getKey(), List.of())));
    }
    return sum;
  }

  /** Rows of entity and number, in the order of application. */
  static Map<String, List<Integer>> byEntity(List<List<String>> rows) {
    Map<String, List<Integer>> numbers = new HashMap<>();
    rows.forEach(row ->
        numbers
            .computeIfAbsent(row.get(0), _ -> new ArrayList<>())
            .add(Integer.valueOf(row.get(1))));
    return numbers;
  }

  private static AppliedBook of(int stated, List<Integer> applied) {
    Set<Integer> seen = new HashSet<>();
    long twice = 0;
    long disorder = 0;
    int highest = 0;
    for (int number : applied) {
      if (!seen.add(number)) {
        twice++;
      } else if (number < highest) {
        disorder++;
      }
      highest = Math.max(highest, number);
    }
    return new AppliedBook(stated, stated - seen.size(), highest - seen.size(), twice, disorder);
  }

  AppliedBook plus(AppliedBook other) {
    return new AppliedBook(
        stated + other.stated,
        lost + other.lost,
        skipped + other.skipped,
        twice + other.twice,
        disorder + other.disorder);
  }
}
