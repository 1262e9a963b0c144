package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Literals;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges one argument or input field that is kept: its type, default, description and directives.
 */
final class Inputs {
  private final MergeRun run;

  Inputs(MergeRun run) {
    this.run = run;
  }

  /** The merged input, and whether all subgraphs give it the same type. */
  record Merged(InputNode node, boolean allTypesEqual) {}

  Merged merge(String coordinate, List<Source<InputNode>> sources, TypeReferences.Place place) {
    InputNode first = sources.getFirst().element();
    TypeReferences.Merged type = new TypeReferences(run).merge(coordinate, sources, place);
    InputNode node =
        new InputNode(
            first.name(),
            new Descriptions(run.sink()).merge(coordinate, sources),
            type.type(),
            defaultValue(coordinate, sources, place),
            run.applications().merge(coordinate, sources),
            first.position());
    return new Merged(node, type.allEqual());
  }

  /**
   * A default stays only when all give it: a subgraph without it would be asked without a value it
   * needs.
   */
  private @Nullable Value<?> defaultValue(
      String coordinate, List<Source<InputNode>> sources, TypeReferences.Place place) {
    List<Value<?>> given = new ArrayList<>();
    sources.forEach(source -> {
      if (source.element().defaultValue() != null) {
        given.add(source.element().defaultValue());
      }
    });
    if (given.isEmpty()) {
      return null;
    }
    boolean same = given.stream().allMatch(value -> Literals.same(value, given.getFirst()));
    String said =
        Source.grouped(
            sources,
            input -> input.defaultValue() == null ? "none" : Literals.text(input.defaultValue()));
    if (!same) {
      ErrorCode code =
          place == TypeReferences.Place.ARGUMENT
              ? ErrorCode.FIELD_ARGUMENT_DEFAULT_MISMATCH
              : ErrorCode.INPUT_FIELD_DEFAULT_MISMATCH;
      run.sink()
          .error(
              code,
              "the defaults of " + coordinate + " differ: " + said + "; use one default everywhere",
              coordinate,
              Source.positions(sources));
      return null;
    }
    if (given.size() < sources.size()) {
      run.sink()
          .hint(
              HintCode.INCONSISTENT_DEFAULT_VALUE_PRESENCE,
              coordinate
                  + " has a default in some subgraphs only and gets none in the supergraph: "
                  + said,
              coordinate,
              Source.names(sources));
      return null;
    }
    return given.getFirst();
  }
}
