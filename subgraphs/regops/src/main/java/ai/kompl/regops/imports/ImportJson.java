package ai.kompl.regops.imports;

import ai.kompl.regops.catalogue.Severity;
import ai.kompl.regops.framework.FrameworkCategory;
import ai.kompl.regops.framework.LicenceTerms;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON that is kept with an import: what the importer said, and the problems found. */
final class ImportJson {

  private final ObjectMapper mapper = new ObjectMapper();

  String write(FrameworkDetails details) {
    ObjectNode node = mapper.createObjectNode();
    details.refCode().ifPresent(value -> node.put("refCode", value));
    details.name().ifPresent(value -> node.put("name", value));
    details.publisher().ifPresent(value -> node.put("publisher", value));
    details.jurisdiction().ifPresent(value -> node.put("jurisdiction", value));
    details.category().ifPresent(value -> node.put("category", value.name()));
    details.licenceTerms().ifPresent(value -> node.put("licenceTerms", value.name()));
    return node.toString();
  }

  FrameworkDetails details(String json) {
    JsonNode node = parse(json);
    return new FrameworkDetails(
        text(node, "refCode"),
        text(node, "name"),
        text(node, "publisher"),
        text(node, "jurisdiction"),
        text(node, "category").map(FrameworkCategory::valueOf),
        text(node, "licenceTerms").map(LicenceTerms::valueOf));
  }

  String write(List<ImportProblem> problems) {
    ArrayNode array = mapper.createArrayNode();
    for (ImportProblem problem : problems) {
      ObjectNode node = array.addObject();
      node.put("code", problem.code())
          .put("severity", problem.severity().name())
          .put("message", problem.message());
      problem.path().ifPresent(path -> node.put("path", path));
      problem.line().ifPresent(line -> node.put("line", line));
    }
    return array.toString();
  }

  List<ImportProblem> problems(String json) {
    var problems = new ArrayList<ImportProblem>();
    for (JsonNode node : parse(json)) {
      problems.add(
          new ImportProblem(
              node.path("code").asText(),
              Severity.valueOf(node.path("severity").asText()),
              node.path("message").asText(),
              text(node, "path"),
              Optional.ofNullable(node.get("line")).map(JsonNode::asInt)));
    }
    return problems;
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.get(field)).map(JsonNode::asText);
  }

  private JsonNode parse(String json) {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database holds what is not JSON", e);
    }
  }
}
