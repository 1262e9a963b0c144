package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.FieldSetParser;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cache tags are made from arguments of query fields or from keys, whose values are known before an
 * answer is.
 */
final class CacheTags implements SubgraphRule {
  private static final Pattern HOLE = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern REFERENCE = Pattern.compile("\\$(args|key)((?:\\.[A-Za-z_]\\w*)+)");

  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Report report = new Report(sink);
    for (TypeNode type : subgraph.schema().types().values()) {
      type.all(FederationDirective.CACHE_TAG).forEach(tag -> checkType(type, tag, report));
      for (FieldNode field : type.fields().values()) {
        field
            .all(FederationDirective.CACHE_TAG)
            .forEach(tag -> checkField(type, field, tag, report));
      }
    }
  }

  private static void checkType(TypeNode type, Applied tag, Report report) {
    Set<String> common = null;
    for (Applied key : type.all(FederationDirective.KEY)) {
      String fields = key.string("fields");
      if (key.flag("resolvable", true) && fields != null) {
        Set<String> names = FieldSetParser.parseChecked(fields).topFields();
        common = common == null ? new HashSet<>(names) : common;
        common.retainAll(names);
      }
    }
    if (common == null) {
      report.error(
          ErrorCode.CACHE_TAG_ENTITY_NOT_RESOLVABLE,
          type.name(),
          tag.position(),
          "@cacheTag on " + type.name() + ", which has no resolvable key to make the tag from");
      return;
    }
    checkFormat(type.name(), tag, "key", common, report);
  }

  private static void checkField(TypeNode type, FieldNode field, Applied tag, Report report) {
    String coordinate = type.name() + "." + field.name();
    if (!type.name().equals("Query")) {
      report.error(
          ErrorCode.CACHE_TAG_INVALID_PLACE,
          coordinate,
          tag.position(),
          "@cacheTag goes on fields of Query and on entities, not on " + coordinate);
      return;
    }
    checkFormat(coordinate, tag, "args", field.arguments().keySet(), report);
  }

  private static void checkFormat(
      String coordinate, Applied tag, String source, Set<String> known, Report report) {
    String format = String.valueOf(tag.string("format"));
    String rest = HOLE.matcher(format).replaceAll("");
    if (format.isEmpty() || rest.contains("{") || rest.contains("}")) {
      report.error(
          ErrorCode.CACHE_TAG_INVALID_FORMAT,
          coordinate,
          tag.position(),
          "the format \""
              + format
              + "\" on "
              + coordinate
              + " has braces that do not match or is empty");
      return;
    }
    Matcher holes = HOLE.matcher(format);
    while (holes.find()) {
      Matcher reference = REFERENCE.matcher(holes.group(1).strip());
      boolean sound =
          reference.matches()
              && reference.group(1).equals(source)
              && known.contains(reference.group(2).substring(1).split("\\.", -1)[0]);
      if (!sound) {
        String message =
            "the format \""
                + format
                + "\" on "
                + coordinate
                + " uses {"
                + holes.group(1)
                + "}; it may use {$"
                + source
                + ".x} with x of "
                + known;
        report.error(ErrorCode.CACHE_TAG_INVALID_FORMAT, coordinate, tag.position(), message);
      }
    }
  }
}
