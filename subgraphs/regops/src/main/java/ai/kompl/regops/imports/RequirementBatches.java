package ai.kompl.regops.imports;

import ai.kompl.regops.catalogue.CatalogueNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows of a catalogue's tree, in batches that one statement each writes. */
final class RequirementBatches {

  private final UUID versionId;
  private final Map<String, UUID> ids = new HashMap<>();
  private final List<ObjectNode> rows = new ArrayList<>();

  RequirementBatches(UUID versionId, List<CatalogueNode> roots, Supplier<UUID> newIds) {
    this.versionId = versionId;
    identify(roots, newIds);
    for (CatalogueNode root : roots) {
      collect(root, List.of(), Optional.empty());
    }
  }

  /** A batch as JSON for the store. */
  record Batch(String json, int size) {}

  List<Batch> batches(int size) {
    var batches = new ArrayList<Batch>();
    for (int from = 0; from < rows.size(); from += size) {
      List<ObjectNode> some = rows.subList(from, Math.min(rows.size(), from + size));
      var array = JsonNodeFactory.instance.arrayNode().addAll(some);
      batches.add(new Batch(array.toString(), some.size()));
    }
    return batches;
  }

  /**
   * References lead forward as well as back, so every node has its id before the first row is made.
   */
  private void identify(List<CatalogueNode> nodes, Supplier<UUID> newIds) {
    for (CatalogueNode node : nodes) {
      ids.put(node.id(), newIds.get());
      identify(node.children(), newIds);
    }
  }

  private void collect(CatalogueNode node, List<String> above, Optional<UUID> parent) {
    var path = new ArrayList<>(above);
    path.add(node.ref());
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    rows.add(row);
    place(row, node, path, parent);
    content(row, node);
    UUID id = idOf(node.id());
    node.children().forEach(child -> collect(child, path, Optional.of(id)));
  }

  private void place(ObjectNode row, CatalogueNode node, List<String> path, Optional<UUID> parent) {
    row.put("id", idOf(node.id()).toString());
    row.put("framework_version_id", versionId.toString());
    row.put("ordinal", rows.size() - 1);
    row.put("level", path.size() - 1);
    row.set("path", texts(path));
    row.put("family", path.getFirst());
    row.put("parent_id", text(parent));
  }

  private void content(ObjectNode row, CatalogueNode node) {
    row.put("ref", node.ref());
    row.put("title", node.title());
    row.put("body", text(node.text()));
    row.put("guidance", text(node.guidance()));
    row.put("kind", node.kind().name());
    row.put("kind_label", text(node.kindLabel()));
    row.put("assessable", node.assessable());
    row.put("active", node.active());
    row.put("weight", node.weight());
    row.set("implementation_groups", texts(node.implementationGroups()));
    row.set("assessment_objectives", texts(node.assessmentObjectives()));
    row.set(
        "related_ids",
        texts(node.references().stream().map(to -> idOf(to.targetId()).toString()).toList()));
    row.set(
        "related_relations",
        texts(node.references().stream().map(to -> to.relation().name()).toList()));
  }

  private UUID idOf(String nodeId) {
    return Optional.ofNullable(ids.get(nodeId))
        .orElseThrow(() -> new IllegalStateException("unchecked reference to " + nodeId));
  }

  private static @Nullable String text(Optional<?> value) {
    return value.map(Object::toString).orElse(null);
  }

  private static ArrayNode texts(List<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
