package ai.kompl.regops.catalogue;

import ai.kompl.regops.catalogue.Draft.DraftReference;
import ai.kompl.regops.framework.FrameworkCategory;
import ai.kompl.regops.framework.LicenceTerms;
import ai.kompl.regops.requirement.RequirementKind;
import ai.kompl.regops.requirement.RequirementRelation;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code kompl-catalogue/1}: a flat list of requirements that name their parents. */
final class NativeFormat implements CatalogueReader.Format {

  /** The value of the field {@code format}. */
  static final String FORMAT = "kompl-catalogue/1";

  private static final int MAX_WEIGHT = 1_000;

  private final ProblemLog problems;
  private final CatalogueLimits limits;
  private final List<Draft> drafts = new ArrayList<>();
  private final Map<String, String> about = new HashMap<>();
  private Optional<FrameworkCategory> category = Optional.empty();
  private Optional<LicenceTerms> terms = Optional.empty();
  private Optional<LocalDate> publishedOn = Optional.empty();
  private Optional<LocalDate> effectiveOn = Optional.empty();

  NativeFormat(ProblemLog problems, CatalogueLimits limits) {
    this.problems = problems;
    this.limits = limits;
  }

  @Override
  public Optional<Catalogue> read(JsonCursor json) throws IOException {
    if (json.atObject()) {
      json.object(field -> root(json, field));
    }
    if (!about.getOrDefault("format", "").equals(FORMAT)) {
      problems.error(
          ProblemCode.CATALOGUE_NOT_NATIVE,
          "The file is JSON, but its field 'format' is not \""
              + FORMAT
              + "\". Is it in another format?",
          Place.FILE);
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

  private void root(JsonCursor json, String field) throws IOException {
    switch (field) {
      case "format" -> json.text().ifPresent(text -> about.put("format", text));
      case "framework" -> json.object(name -> framework(json, name));
      case "version" -> json.object(name -> version(json, name));
      case "requirements" -> json.array(() -> requirement(json));
      case "note", "licence" -> json.skip();
      default -> unknown(json, field);
    }
  }

  private void framework(JsonCursor json, String field) throws IOException {
    switch (field) {
      case "refCode", "name", "publisher", "jurisdiction" ->
          json.text().ifPresent(text -> about.put(field, text.strip()));
      case "category" -> category = constant(json, FrameworkCategory.values());
      case "licenceTerms" -> terms = constant(json, LicenceTerms.values());
      default -> unknown(json, field);
    }
  }

  private void version(JsonCursor json, String field) throws IOException {
    switch (field) {
      case "label", "title", "sourceUri" ->
          json.text().ifPresent(text -> about.put(field, text.strip()));
      case "publishedOn" -> publishedOn = date(json);
      case "effectiveOn" -> effectiveOn = date(json);
      default -> unknown(json, field);
    }
  }

  private void requirement(JsonCursor json) throws IOException {
    var draft = new Draft(RequirementKind.REQUIREMENT, json.place());
    drafts.add(draft);
    json.object(field -> requirement(json, field, draft));
    draft.id = draft.ref;
  }

  private void requirement(JsonCursor json, String field, Draft draft) throws IOException {
    switch (field) {
      case "ref" -> json.text().ifPresent(ref -> draft.ref = ref.strip());
      case "title" -> json.text().ifPresent(title -> draft.title = title.strip());
      case "text" -> draft.text = json.text();
      case "guidance" -> draft.guidance = json.text();
      case "parent" -> draft.parent = json.text();
      default -> detail(json, field, draft);
    }
  }

  private void detail(JsonCursor json, String field, Draft draft) throws IOException {
    switch (field) {
      case "kind" -> constant(json, RequirementKind.values()).ifPresent(kind -> draft.kind = kind);
      case "kindLabel" -> draft.kindLabel = json.text();
      case "withdrawn" -> draft.withdrawn = json.flag().orElse(false);
      case "assessable" -> draft.assessable = json.flag();
      case "weight" -> draft.weight = json.integer(0, MAX_WEIGHT).orElse(1);
      case "implementationGroups" -> draft.implementationGroups = json.texts();
      case "assessmentObjectives" -> draft.assessmentObjectives = json.texts();
      case "references" -> json.array(() -> reference(json, draft));
      default -> unknown(json, field);
    }
  }

  private void reference(JsonCursor json, Draft draft) throws IOException {
    var place = json.place();
    var target = new ArrayList<String>();
    var relation = new ArrayList<RequirementRelation>();
    json.object(field -> {
      switch (field) {
        case "ref" -> json.text().ifPresent(target::add);
        case "relation" -> constant(json, RequirementRelation.values()).ifPresent(relation::add);
        default -> unknown(json, field);
      }
    });
    if (target.isEmpty()) {
      missing("ref", place);
      return;
    }
    var kind = relation.isEmpty() ? RequirementRelation.RELATED : relation.getFirst();
    draft.references.add(new DraftReference(kind, target.getFirst(), place));
  }

  private void unknown(JsonCursor json, String field) throws IOException {
    problems.warn(
        ProblemCode.CATALOGUE_FIELD_UNKNOWN,
        "The field '" + field + "' is not known here and is left out.",
        json.place());
    json.skip();
  }

  private void missing(String field, Place place) {
    problems.error(
        ProblemCode.CATALOGUE_FIELD_MISSING, "The field '" + field + "' is missing.", place);
  }

  private <E extends Enum<E>> Optional<E> constant(JsonCursor json, E[] constants)
      throws IOException {
    var place = json.place();
    Optional<String> text = json.text();
    Optional<E> found =
        text.flatMap(value ->
            Arrays.stream(constants)
                .filter(c -> c.name().equals(value.toUpperCase(Locale.ROOT)))
                .findFirst());
    if (text.isPresent() && found.isEmpty()) {
      problems.error(
          ProblemCode.CATALOGUE_FIELD_INVALID,
          "'" + text.get() + "' is not one of " + Arrays.toString(constants) + ".",
          place);
    }
    return found;
  }

  private Optional<LocalDate> date(JsonCursor json) throws IOException {
    var place = json.place();
    Optional<String> text = json.text();
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      problems.error(
          ProblemCode.CATALOGUE_FIELD_INVALID,
          "'" + text.orElse("") + "' is not a date as YYYY-MM-DD.",
          place);
      return Optional.empty();
    }
  }

  private Optional<Catalogue> finish() {
    for (String field : List.of("refCode", "name", "label")) {
      if (about.getOrDefault(field, "").isBlank()) {
        missing((field.equals("label") ? "version." : "framework.") + field, Place.FILE);
      }
    }
    var roots = roots();
    if (!problems.refused()) {
      cycles(roots);
    }
    var nodes = new Assembly(problems, limits, false).assemble(roots);
    return problems.refused() ? Optional.empty() : Optional.of(new Catalogue(described(), nodes));
  }

  private List<Draft> roots() {
    var byRef = new HashMap<String, Draft>();
    drafts.forEach(draft -> byRef.putIfAbsent(draft.ref, draft));
    var roots = new ArrayList<Draft>();
    for (Draft draft : drafts) {
      Draft parent = draft.parent.map(byRef::get).orElse(null);
      if (parent != null) {
        parent.children.add(draft);
        continue;
      }
      roots.add(draft);
      draft.parent.ifPresent(ref ->
          problems.error(
              ProblemCode.CATALOGUE_UNKNOWN_REFERENCE,
              "'"
                  + draft.ref
                  + "' names the parent '"
                  + ref
                  + "', which is not in the catalogue. Add it or take the name away.",
              draft.place));
    }
    return roots;
  }

  /** Who cannot be reached from a root is, with all parents known, below itself. */
  private void cycles(List<Draft> roots) {
    var reached = new HashSet<Draft>();
    var open = new ArrayList<>(roots);
    while (!open.isEmpty()) {
      Draft next = open.removeLast();
      reached.add(next);
      open.addAll(next.children);
    }
    for (Draft draft : drafts) {
      if (!reached.contains(draft)) {
        problems.error(
            ProblemCode.CATALOGUE_PARENT_CYCLE,
            "'" + draft.ref + "' is below itself. Break the circle.",
            draft.place);
      }
    }
    depth(roots);
  }

  private void depth(List<Draft> roots) {
    List<Draft> level = roots;
    for (int depth = 0; !level.isEmpty(); depth++) {
      if (depth == limits.maxDepth()) {
        problems.error(
            ProblemCode.CATALOGUE_TOO_DEEP,
            "The tree is deeper than " + limits.maxDepth() + " levels.",
            level.getFirst().place);
        level.forEach(draft -> draft.children.clear());
      }
      level = level.stream().flatMap(draft -> draft.children.stream()).toList();
    }
  }

  private CatalogueAbout described() {
    return new CatalogueAbout(
        about.getOrDefault("refCode", ""),
        about.getOrDefault("name", ""),
        Optional.ofNullable(about.get("publisher")),
        Optional.ofNullable(about.get("jurisdiction")),
        category.orElse(FrameworkCategory.OTHER),
        terms.orElse(LicenceTerms.UNKNOWN),
        about.getOrDefault("label", ""),
        about.getOrDefault("title", about.getOrDefault("name", "")),
        publishedOn,
        effectiveOn,
        Optional.ofNullable(about.get("sourceUri")));
  }
}
