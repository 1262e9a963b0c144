package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.TypeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the needs of one object position are met. Sources are numbered: first those that the position
 * begins with, then the discovery if there is one, then the openings of the class.
 *
 * @param discovery opened first, since the sources do not know the objects' types; usually null
 * @param classes the object types at the position, those with equal decisions together
 */
record Decision(Cost cost, @Nullable Opening discovery, List<ClassDecision> classes) {
  static final Decision NOTHING = new Decision(Cost.NOTHING, null, List.of());

  Decision {
    classes = List.copyOf(classes);
  }

  /** The decision for a set of object types. */
  record ClassDecision(Cost cost, TypeSet types, List<Opening> openings, List<FieldChoice> fields) {
    ClassDecision {
      openings = List.copyOf(openings);
      fields = List.copyOf(fields);
    }
  }

  /**
   * A subgraph opened at the position.
   *
   * @param key the key that is sent; empty for a root
   * @param required what is sent besides; null when nothing
   * @param condition when the required fields are needed
   * @param inputs where key and required fields come from
   */
  record Opening(
      Entry entry,
      FieldSet key,
      @Nullable FieldSet required,
      Condition condition,
      List<FieldChoice> inputs) {
    Opening {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * Where a needed field comes from.
   *
   * @param sources the first gives the value; the others add to the objects below it
   * @param child how the needs below are met from these sources; nothing for a leaf
   */
  record FieldChoice(Need need, List<Integer> sources, Decision child) {
    FieldChoice {
      sources = List.copyOf(sources);
    }
  }
}
