package ai.kompl.federation.testkit;

import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.AnswerSelection.AnswerField;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.EntityLookup;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.EntityLookup.Target;
import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.plan.Guard;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.plan.Representation;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.plan.ResponseSelection;
import ai.kompl.federation.plan.ResponseSelection.ResponseField;
import ai.kompl.federation.plan.ResponseSelection.Source;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.schema.ObjectTypes;
import ai.kompl.federation.schema.OutputType;
import ai.kompl.federation.schema.OutputType.Composite;
import ai.kompl.federation.schema.OutputType.Scalar;
import ai.kompl.federation.schema.OutputType.ScalarKind;
import ai.kompl.federation.schema.TypeSet;
import ai.kompl.federation.transport.SubgraphOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Plans made by hand, so that execution is tested without the planner. Slots go by name. */
public final class Plans {
  public static final OutputType STRING = new Scalar("String", ScalarKind.STRING);
  public static final OutputType INT = new Scalar("Int", ScalarKind.INT);
  public static final OutputType ID = new Scalar("ID", ScalarKind.ID);

  private final ObjectTypes types;
  private final List<Slot> slots = new ArrayList<>();
  private final List<Fetch> fetches = new ArrayList<>();
  private final List<Guard> guards = new ArrayList<>();
  private OperationKind kind = OperationKind.QUERY;

  public Plans(String... typeNames) {
    this.types = new ObjectTypes(List.of(typeNames));
    slots.add(new Slot(0, "__typename", "__typename"));
  }

  public int slot(String name) {
    for (Slot slot : slots) {
      if (slot.name().equals(name)) {
        return slot.number();
      }
    }
    slots.add(new Slot(slots.size(), name, name));
    return slots.size() - 1;
  }

  public TypeSet set(String... names) {
    return TypeSet.of(Arrays.stream(names).mapToInt(types::number).toArray());
  }

  /** A leaf to read under its own name. */
  public AnswerField leaf(String name) {
    return new AnswerField(name, slot(name), true, AnswerSelection.NONE);
  }

  public AnswerField below(String name, AnswerField... fields) {
    return new AnswerField(name, slot(name), false, new AnswerSelection(List.of(fields)));
  }

  public Target path(String... names) {
    return new Target(Arrays.stream(names).map(name -> new Step(slot(name), null)).toList());
  }

  public Target narrowed(Target path, String... typeNames) {
    List<Step> steps = new ArrayList<>(path.steps());
    steps.add(new Step(steps.removeLast().slot(), set(typeNames)));
    return new Target(steps);
  }

  public Plans mutation() {
    kind = OperationKind.MUTATION;
    return this;
  }

  /** A guard's condition. */
  public Condition when(String variable, boolean expected) {
    guards.add(new Guard.Variable(variable, expected));
    return new Condition(List.of(List.of(guards.size() - 1)));
  }

  public Plans root(String subgraph, List<Integer> after, AnswerField... fields) {
    return root(subgraph, after, Condition.ALWAYS, fields);
  }

  public Plans root(
      String subgraph, List<Integer> after, Condition condition, AnswerField... fields) {
    int id = fetches.size();
    fetches.add(
        new Fetch.Root(
            id,
            subgraph,
            operation(id),
            List.of(),
            after,
            0,
            condition,
            new Target(List.of()),
            new AnswerSelection(List.of(fields))));
    return this;
  }

  public Plans entities(String subgraph, List<Integer> after, EntityLookup... lookups) {
    int id = fetches.size();
    fetches.add(
        new Fetch.Entities(
            id,
            subgraph,
            operation(id),
            List.of(),
            after,
            0,
            Condition.ALWAYS,
            List.of(lookups),
            null));
    return this;
  }

  private SubgraphOperation operation(int id) {
    return new SubgraphOperation("fetch " + id, "F" + id, kind == OperationKind.QUERY || id > 0);
  }

  public EntityLookup lookup(
      List<Target> targets, Representation representation, AnswerField... fields) {
    return lookup("_entities", targets, List.of(representation), fields);
  }

  public EntityLookup lookup(
      String key,
      List<Target> targets,
      List<Representation> representations,
      AnswerField... fields) {
    String variable = key.equals("_entities") ? "representations" : key + "_reps";
    return new EntityLookup(
        key,
        variable,
        targets,
        representations,
        List.of(),
        new AnswerSelection(List.of(fields)),
        Condition.ALWAYS);
  }

  public Representation representation(String type, RepresentationField... fields) {
    return new Representation(set(type), type, List.of(fields));
  }

  public RepresentationField key(String name, RepresentationField... below) {
    return new RepresentationField(name, slot(name), null, true, List.of(below));
  }

  public RepresentationField required(String name, RepresentationField... below) {
    return new RepresentationField(name, slot(name), null, false, List.of(below));
  }

  public OutputType object(String... possible) {
    return new Composite(String.join("Or", possible), set(possible));
  }

  public static OutputType nonNull(OutputType type) {
    return new OutputType.NonNull(type);
  }

  public static OutputType listOf(OutputType type) {
    return new OutputType.ListOf(type);
  }

  /** A field shown under its slot's name. */
  public ResponseField show(String name, OutputType type, ResponseField... below) {
    return showAs(name, name, type, below);
  }

  public ResponseField showAs(String key, String name, OutputType type, ResponseField... below) {
    return new ResponseField(
        key,
        name,
        new Source.InSlot(slot(name)),
        null,
        Condition.ALWAYS,
        type,
        new ResponseSelection(List.of(below)));
  }

  public ResponseField typename(String key) {
    return new ResponseField(
        key,
        "__typename",
        new Source.Typename(null),
        null,
        Condition.ALWAYS,
        nonNull(STRING),
        ResponseSelection.NONE);
  }

  public static ResponseField with(ResponseField field, TypeSet types) {
    return new ResponseField(
        field.responseKey(),
        field.name(),
        field.source(),
        types,
        field.condition(),
        field.type(),
        field.selection());
  }

  public static ResponseField with(ResponseField field, Condition condition) {
    return new ResponseField(
        field.responseKey(),
        field.name(),
        field.source(),
        field.types(),
        condition,
        field.type(),
        field.selection());
  }

  public QueryPlan respond(ResponseField... fields) {
    List<Slot> numbered = IntStream.range(0, slots.size()).mapToObj(slots::get).toList();
    return new QueryPlan(
        kind, types, numbered, guards, fetches, new ResponseSelection(List.of(fields)), null, null);
  }
}
