package ai.kompl.regops.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of an OSCAL control: a labelled piece of prose with pieces below it. Parameters are not
 * yet filled in.
 */
record OscalPart(
    String id, String name, Optional<String> label, Optional<String> prose, List<OscalPart> parts) {

  OscalPart {
    parts = List.copyOf(parts);
  }

  /** The prose of this part and all below it, one piece a line, indented by its depth. */
  String render() {
    var lines = new ArrayList<String>();
    render(0, lines);
    return String.join("\n", lines);
  }

  /** The pieces that have none below them, each on its own. */
  List<String> leaves() {
    if (parts.isEmpty()) {
      return line().stream().toList();
    }
    return parts.stream().flatMap(part -> part.leaves().stream()).toList();
  }

  /** The ids of this part and all below it. */
  List<String> ids() {
    var ids = new ArrayList<String>();
    if (!id.isEmpty()) {
      ids.add(id);
    }
    parts.forEach(part -> ids.addAll(part.ids()));
    return ids;
  }

  private void render(int depth, List<String> lines) {
    line().ifPresent(line -> lines.add("  ".repeat(depth) + line));
    parts.forEach(part -> part.render(depth + 1, lines));
  }

  private Optional<String> line() {
    String line =
        (label.map(text -> text + " ").orElse("") + prose.map(String::strip).orElse("")).strip();
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }
}
