package ai.kompl.regops.catalogue;

import ai.kompl.regops.requirement.RequirementKind;
import ai.kompl.regops.requirement.RequirementRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node as far as a reader knows it: fields come in any order, so it fills up and is checked at
 * the end.
 */
final class Draft {

  final Place place;
  RequirementKind kind;
  String id = "";
  String ref = "";
  String title = "";
  Optional<String> text = Optional.empty();
  Optional<String> guidance = Optional.empty();
  Optional<String> kindLabel = Optional.empty();
  Optional<Boolean> assessable = Optional.empty();
  Optional<String> parent = Optional.empty();
  boolean withdrawn;
  int weight = 1;
  List<String> implementationGroups = List.of();
  List<String> assessmentObjectives = List.of();
  final List<DraftReference> references = new ArrayList<>();
  final List<Draft> children = new ArrayList<>();

  Draft(RequirementKind kind, Place place) {
    this.kind = kind;
    this.place = place;
  }

  /** A reference as the file has it; nobody knows yet whether its target is there. */
  record DraftReference(RequirementRelation relation, String targetId, Place place) {}
}
