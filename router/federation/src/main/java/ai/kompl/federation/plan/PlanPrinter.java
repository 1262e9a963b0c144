package ai.kompl.federation.plan;

import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.EntityLookup.Target;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.rights.Requirement;
import ai.kompl.federation.schema.TypeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints a plan for people: each fetch with what it waits for, where it lands and what it asks; at
 * the end what the variables mean that stand for the caller's rights.
 */
public final class PlanPrinter {
  private final QueryPlan plan;
  private final StringBuilder text = new StringBuilder();

  private PlanPrinter(QueryPlan plan) {
    this.plan = plan;
  }

  /** The plan as text, one paragraph per fetch. */
  public static String print(QueryPlan plan) {
    PlanPrinter printer = new PlanPrinter(plan);
    plan.fetches().forEach(printer::print);
    plan.guards().forEach(printer::legend);
    return printer.text.toString();
  }

  private void legend(Guard guard) {
    if (guard instanceof Guard.Right(String variable, Requirement requirement)) {
      text.append('$').append(variable).append(" = ").append(requirement).append('\n');
    }
  }

  private void print(Fetch fetch) {
    text.append('#').append(fetch.id()).append(' ').append(fetch.subgraph());
    if (!fetch.dependsOn().isEmpty()) {
      text.append(" after ").append(numbers(fetch.dependsOn()));
    }
    condition(fetch.condition());
    if (fetch.part() > 0) {
      text.append(" for part ").append(fetch.part());
    }
    text.append('\n');
    switch (fetch) {
      case Fetch.Root root -> {
        if (!root.target().steps().isEmpty()) {
          text.append("  at ").append(path(root.target())).append('\n');
        }
      }
      case Fetch.Entities entities -> entities.lookups().forEach(this::print);
    }
    text.append("  ").append(fetch.operation().text()).append('\n');
  }

  private void print(EntityLookup lookup) {
    text.append("  at ");
    text.append(String.join(", ", lookup.targets().stream().map(this::path).toList()));
    for (Representation representation : lookup.representations()) {
      text.append(" by ");
      if (representation.typename() == null) {
        text.append(types(representation.types()));
      } else {
        text.append(representation.typename());
      }
      print(representation.fields());
    }
    text.append('\n');
  }

  private void print(List<RepresentationField> fields) {
    text.append(" {");
    String separator = "";
    for (RepresentationField field : fields) {
      text.append(separator);
      separator = " ";
      if (field.types() != null) {
        text.append(types(field.types())).append(':');
      }
      text.append(field.name());
      String slot = plan.slots().get(field.slot()).name();
      if (!slot.equals(field.name())) {
        text.append('=').append(slot);
      }
      if (!field.fields().isEmpty()) {
        print(field.fields());
      }
    }
    text.append('}');
  }

  private void condition(Condition condition) {
    if (condition.always()) {
      return;
    }
    text.append(" if ");
    List<String> alternatives =
        condition.alternatives().stream()
            .map(guards ->
                String.join(
                    " and ",
                    guards.stream().map(number -> guard(plan.guards().get(number))).toList()))
            .toList();
    text.append(String.join(" or ", alternatives));
  }

  private static String guard(Guard guard) {
    return (guard.expected() ? "$" : "not $") + guard.variable();
  }

  private String path(Target target) {
    StringBuilder path = new StringBuilder();
    for (Step step : target.steps()) {
      path.append(path.isEmpty() ? "" : ".").append(plan.slots().get(step.slot()).name());
      if (step.types() != null) {
        path.append('|').append(types(step.types()));
      }
    }
    return path.isEmpty() ? "the root" : path.toString();
  }

  private String types(@Nullable TypeSet types) {
    return types == null ? "" : String.join("|", plan.types().names(types));
  }

  private static String numbers(List<Integer> fetches) {
    return String.join(", ", fetches.stream().map(number -> "#" + number).toList());
  }
}
