package ai.kompl.federation.planner;

import ai.kompl.federation.operation.Conditions;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.Representation;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Entities at one place that a fetch looks up, while the plan is being put together. */
final class LookupNode {
  private final List<Step> path;
  private final TypeSet possible;
  private final List<LookupNode> elsewhere = new ArrayList<>();
  private final List<Representation> representations = new ArrayList<>();
  private final Map<String, Cursor> cursors = new LinkedHashMap<>();

  /** For objects at a path; the last step's types are those of the representations. */
  LookupNode(List<Step> path, TypeSet possible) {
    this.path = List.copyOf(path);
    this.possible = possible;
  }

  List<Step> path() {
    return path;
  }

  /** Takes over the places of a lookup that sends and selects the same. */
  void addPlaces(LookupNode other) {
    elsewhere.add(other);
    elsewhere.addAll(other.elsewhere);
  }

  /** This lookup and those whose places it has taken over. */
  List<LookupNode> places() {
    List<LookupNode> places = new ArrayList<>(List.of(this));
    places.addAll(elsewhere);
    return places;
  }

  TypeSet possible() {
    return possible;
  }

  List<Representation> representations() {
    return representations;
  }

  /** The selections: one for all entities found by their own type, and one per interface. */
  Map<String, Cursor> cursors() {
    return cursors;
  }

  TypeSet types() {
    TypeSet types = TypeSet.empty();
    for (Representation representation : representations) {
      types = types.or(representation.types());
    }
    return types;
  }

  boolean isEmpty() {
    for (Cursor cursor : cursors.values()) {
      if (!cursor.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** When any of it is wanted. */
  Condition condition() {
    Condition any = Conditions.NEVER;
    for (Cursor cursor : cursors.values()) {
      any = Conditions.or(any, cursor.wanted());
    }
    return any;
  }

  /** Whether the other lookup's representations can be sent together with this one's. */
  boolean fits(LookupNode other) {
    return path.equals(other.path)
        && representations.stream()
            .allMatch(mine -> other.representations.stream().allMatch(its -> fits(mine, its)));
  }

  private static boolean fits(Representation one, Representation other) {
    if (!one.types().intersects(other.types())) {
      return true;
    }
    return one.types().equals(other.types())
        && Objects.equals(one.typename(), other.typename())
        && keys(one).equals(keys(other))
        && agree(one.fields(), other.fields());
  }

  /** Whether no field would have to be written with two values. */
  private static boolean agree(List<RepresentationField> one, List<RepresentationField> other) {
    for (RepresentationField mine : one) {
      for (RepresentationField its : other) {
        boolean conflict =
            mine.name().equals(its.name())
                && (mine.slot() != its.slot() || !agree(mine.fields(), its.fields()));
        if (conflict) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<RepresentationField> keys(Representation representation) {
    return representation.fields().stream().filter(RepresentationField::key).toList();
  }

  void addAll(LookupNode other) {
    other.representations.forEach(this::add);
    other.cursors.forEach((name, cursor) ->
        cursors
            .computeIfAbsent(name, _ -> new Cursor(cursor.subgraph(), cursor.type()))
            .addAll(cursor));
  }

  private void add(Representation added) {
    for (int index = 0; index < representations.size(); index++) {
      Representation mine = representations.get(index);
      if (mine.types().equals(added.types())) {
        representations.set(
            index,
            new Representation(mine.types(), mine.typename(), join(mine.fields(), added.fields())));
        return;
      }
    }
    representations.add(added);
  }

  /** The fields of both, those in the same slot with what either writes below. */
  static List<RepresentationField> join(
      List<RepresentationField> one, List<RepresentationField> other) {
    List<RepresentationField> joined = new ArrayList<>(one);
    for (RepresentationField added : other) {
      int present = -1;
      for (int index = 0; index < joined.size(); index++) {
        RepresentationField mine = joined.get(index);
        boolean same =
            mine.slot() == added.slot()
                && mine.name().equals(added.name())
                && Objects.equals(mine.types(), added.types());
        present = same ? index : present;
      }
      if (present < 0) {
        joined.add(added);
      } else {
        RepresentationField mine = joined.get(present);
        joined.set(
            present,
            new RepresentationField(
                mine.name(),
                mine.slot(),
                mine.types(),
                mine.key() || added.key(),
                join(mine.fields(), added.fields())));
      }
    }
    return joined;
  }
}
