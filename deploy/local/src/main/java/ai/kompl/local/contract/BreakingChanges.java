package ai.kompl.local.contract;

import graphql.schema.GraphQLSchema;
import graphql.schema.diff.DiffEvent;
import graphql.schema.diff.SchemaDiff;
import graphql.schema.diff.SchemaDiffSet;
import graphql.schema.diff.reporting.CapturingReporter;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeSet;

/** Differences between two public schemas that can break a client. */
public final class BreakingChanges {
  private BreakingChanges() {}

  /**
   * Compares two schemas.
   *
   * @return coordinates with the reason, {@code Type.field: reason}, sorted
   */
  public static SequencedSet<String> between(String releasedSdl, String presentSdl) {
    var reporter = new CapturingReporter();
    new SchemaDiff()
        .diffSchema(SchemaDiffSet.diffSetFromSdl(parse(releasedSdl), parse(presentSdl)), reporter);
    var changes = new TreeSet<String>();
    reporter.getBreakages().forEach(event -> changes.add(describe(event)));
    return changes;
  }

  /**
   * The changes that no declaration covers; a declaration is a coordinate, with a reason after
   * {@code #}.
   */
  public static List<String> undeclared(SequencedSet<String> changes, List<String> declarations) {
    List<String> coordinates =
        declarations.stream()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    return changes.stream()
        .filter(change ->
            coordinates.stream().noneMatch(coordinate -> change.startsWith(coordinate + ":")))
        .toList();
  }

  private static String describe(DiffEvent event) {
    String field = event.getFieldName();
    String coordinate =
        Objects.requireNonNullElse(event.getTypeName(), "schema")
            + (field == null ? "" : "." + field);
    return coordinate + ": " + event.getReasonMsg();
  }

  private static GraphQLSchema parse(String sdl) {
    return UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(sdl));
  }
}
