package ai.kompl.regops.catalogue;

import ai.kompl.regops.catalogue.Draft.DraftReference;
import ai.kompl.regops.catalogue.OscalParameters.Parameter;
import ai.kompl.regops.requirement.RequirementKind;
import ai.kompl.regops.requirement.RequirementRelation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the catalogue model of OSCAL 1.x in JSON: groups, controls, enhancements, parameters, parts
 * and links.
 */
final class OscalFormat implements CatalogueReader.Format {

  private static final Map<String, RequirementRelation> RELATIONS =
      Map.of(
          "related", RequirementRelation.RELATED,
          "required", RequirementRelation.REQUIRED,
          "incorporated-into", RequirementRelation.INCORPORATED_INTO,
          "moved-to", RequirementRelation.MOVED_TO);

  private final ProblemLog problems;
  private final CatalogueLimits limits;
  private final OscalParameters parameters;
  private final OscalMetadata metadata;
  private final List<Draft> roots = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private boolean found;

  OscalFormat(ProblemLog problems, CatalogueLimits limits) {
    this.problems = problems;
    this.limits = limits;
    this.parameters = new OscalParameters(problems, limits);
    this.metadata = new OscalMetadata(problems);
  }

  /** A part that belongs to a draft; its parameters can be filled in only when all are known. */
  private record Piece(Draft owner, OscalPart part) {}

  @Override
  public Optional<Catalogue> read(JsonCursor json) throws IOException {
    if (!json.atObject()) {
      notOscal(
          "The file is JSON, but not an OSCAL catalogue: it must be an object with the field 'catalog'.");
      return Optional.empty();
    }
    var others = new ArrayList<String>();
    json.object(field -> root(json, field, others));
    if (!found) {
      notOscal(
          "The file is JSON, but not an OSCAL catalogue: the field 'catalog' is missing"
              + instead(others)
              + ".");
      return Optional.empty();
    }
    if (json.more()) {
      problems.error(
          ProblemCode.CATALOGUE_NOT_JSON,
          "Something follows the end of the catalogue.",
          json.stop());
    }
    return finish();
  }

  private void notOscal(String message) {
    problems.error(ProblemCode.CATALOGUE_NOT_OSCAL, message, Place.FILE);
  }

  private static String instead(List<String> others) {
    return others.isEmpty() ? "" : "; it holds '" + others.getFirst() + "' instead";
  }

  private void root(JsonCursor json, String field, List<String> others) throws IOException {
    if (field.equals("catalog") && json.atObject()) {
      found = true;
      json.object(name -> catalogue(json, name));
      return;
    }
    others.add(field);
    json.skip();
  }

  private void catalogue(JsonCursor json, String field) throws IOException {
    switch (field) {
      case "metadata" -> metadata.read(json);
      case "params" -> json.array(() -> parameter(json));
      case "groups" -> json.array(() -> group(json, roots));
      case "controls" -> json.array(() -> control(json, roots, false));
      default -> json.skip();
    }
  }

  private void group(JsonCursor json, List<Draft> siblings) throws IOException {
    var group = new Draft(RequirementKind.GROUP, json.place());
    siblings.add(group);
    json.object(field -> {
      switch (field) {
        case "id" -> json.text().ifPresent(id -> group.id = id);
        case "groups" -> json.array(() -> group(json, group.children));
        case "controls" -> json.array(() -> control(json, group.children, false));
        default -> common(json, field, group);
      }
    });
    if (group.id.isEmpty()) {
      group.id =
          "group-" + group.title.toLowerCase(Locale.ROOT).strip().replaceAll("[^a-z0-9]+", "-");
    }
    if (group.ref.isEmpty()) {
      group.ref = group.id.toUpperCase(Locale.ROOT);
    }
  }

  private void control(JsonCursor json, List<Draft> siblings, boolean below) throws IOException {
    var control = new Draft(RequirementKind.REQUIREMENT, json.place());
    siblings.add(control);
    json.object(field -> {
      switch (field) {
        case "id" -> json.text().ifPresent(id -> control.id = id);
        case "links" -> json.array(() -> link(json, control));
        case "controls" -> json.array(() -> control(json, control.children, true));
        default -> common(json, field, control);
      }
    });
    if (below && control.kindLabel.filter(label -> label.contains("enhancement")).isPresent()) {
      control.kind = RequirementKind.ENHANCEMENT;
    }
  }

  private void common(JsonCursor json, String field, Draft draft) throws IOException {
    switch (field) {
      case "title" -> json.text().ifPresent(title -> draft.title = title.strip());
      case "class" -> draft.kindLabel = json.text();
      case "params" -> json.array(() -> parameter(json));
      case "props" -> json.array(() -> property(json, draft));
      case "parts" -> json.array(() -> pieces.add(new Piece(draft, part(json))));
      default -> json.skip();
    }
  }

  private void property(JsonCursor json, Draft draft) throws IOException {
    var property = OscalProperty.read(json);
    if (property.is("status") && property.value().equalsIgnoreCase("withdrawn")) {
      draft.withdrawn = true;
    }
    // Several labels may be given, each for another publication; the one without a class is the
    // catalogue's own.
    if (property.is("label") && (draft.ref.isEmpty() || property.plain())) {
      draft.ref = property.value().strip();
    }
  }

  private void link(JsonCursor json, Draft control) throws IOException {
    var place = json.place();
    var fields = OscalProperty.texts(json);
    var relation = RELATIONS.get(fields.getOrDefault("rel", ""));
    String href = fields.getOrDefault("href", "");
    if (relation != null && href.startsWith("#")) {
      control.references.add(new DraftReference(relation, href.substring(1), place));
    }
  }

  private void parameter(JsonCursor json) throws IOException {
    var reading = new OscalParameterReading();
    json.object(field -> reading.field(json, field));
    parameters.add(reading.id(), reading.parameter());
  }

  private OscalPart part(JsonCursor json) throws IOException {
    var reading = new OscalPartReading();
    json.object(field -> {
      if (field.equals("parts")) {
        json.array(() -> reading.parts.add(part(json)));
      } else {
        reading.field(json, field);
      }
    });
    return reading.part();
  }

  private Optional<Catalogue> finish() {
    var about = metadata.about();
    var assembly = new Assembly(problems, limits, metadata.excerpt());
    for (Piece piece : pieces) {
      place(piece);
      piece.part().ids().forEach(id -> assembly.alias(id, piece.owner().id));
    }
    var nodes = assembly.assemble(roots);
    return about.map(found -> new Catalogue(found, nodes));
  }

  private void place(Piece piece) {
    Draft draft = piece.owner();
    switch (piece.part().name()) {
      case "statement", "overview" -> draft.text = joined(draft.text, piece);
      case "guidance", "discussion" -> draft.guidance = joined(draft.guidance, piece);
      case "assessment-objective", "objective" -> draft.assessmentObjectives = objectives(piece);
      default -> {
        // Other parts (examples, assessment methods) have no place in a requirement.
      }
    }
  }

  private List<String> objectives(Piece piece) {
    var all = new ArrayList<>(piece.owner().assessmentObjectives);
    piece.part().leaves().forEach(leaf -> all.add(parameters.fill(leaf, piece.owner().place)));
    return all;
  }

  private Optional<String> joined(Optional<String> before, Piece piece) {
    String text = parameters.fill(piece.part().render(), piece.owner().place).strip();
    if (text.isEmpty()) {
      return before;
    }
    return Optional.of(before.map(first -> first + "\n" + text).orElse(text));
  }

  /** Gathers the fields of one parameter. */
  private static final class OscalParameterReading {
    private String id = "";
    private List<String> values = List.of();
    private final List<String> choices = new ArrayList<>();
    private boolean several;
    private Optional<String> label = Optional.empty();

    void field(JsonCursor json, String field) throws IOException {
      switch (field) {
        case "id" -> id = json.text().orElse("");
        case "label" -> label = json.text();
        case "values" -> values = json.texts();
        case "select" -> json.object(name -> select(json, name));
        default -> json.skip();
      }
    }

    private void select(JsonCursor json, String field) throws IOException {
      switch (field) {
        case "how-many" -> several = json.text().orElse("").equals("one-or-more");
        case "choice" -> choices.addAll(json.texts());
        default -> json.skip();
      }
    }

    String id() {
      return id;
    }

    Parameter parameter() {
      return new Parameter(List.copyOf(values), List.copyOf(choices), several, label);
    }
  }

  /** Gathers the fields of one part. */
  private static final class OscalPartReading {
    private String id = "";
    private String name = "";
    private Optional<String> label = Optional.empty();
    private Optional<String> prose = Optional.empty();
    private final List<OscalPart> parts = new ArrayList<>();

    void field(JsonCursor json, String field) throws IOException {
      switch (field) {
        case "id" -> id = json.text().orElse("");
        case "name" -> name = json.text().orElse("");
        case "prose" -> prose = json.text();
        case "props" -> json.array(() -> property(json));
        default -> json.skip();
      }
    }

    private void property(JsonCursor json) throws IOException {
      var property = OscalProperty.read(json);
      if (property.is("label") && (label.isEmpty() || property.plain())) {
        label = Optional.of(property.value().strip());
      }
    }

    OscalPart part() {
      return new OscalPart(id, name, label, prose, parts);
    }
  }
}
