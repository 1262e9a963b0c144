package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeRef;
import java.util.List;

/** Finds the one type of a field (the most general) or of an input (the most restrictive). */
final class TypeReferences {
  /** What an element is called in messages, and how it fails. */
  enum Place {
    FIELD(ErrorCode.FIELD_TYPE_MISMATCH, HintCode.INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE, false),
    INPUT_FIELD(
        ErrorCode.FIELD_TYPE_MISMATCH, HintCode.INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE, true),
    ARGUMENT(
        ErrorCode.FIELD_ARGUMENT_TYPE_MISMATCH,
        HintCode.INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE,
        true);

    private final ErrorCode error;
    private final HintCode hint;
    private final boolean input;

    Place(ErrorCode error, HintCode hint, boolean input) {
      this.error = error;
      this.hint = hint;
      this.input = input;
    }
  }

  /** The merged type, and whether all subgraphs write it so. */
  record Merged(TypeRef type, boolean allEqual) {}

  private final MergeRun run;

  TypeReferences(MergeRun run) {
    this.run = run;
  }

  Merged merge(String coordinate, List<? extends Source<? extends Element>> sources, Place place) {
    TypeRef merged = typeOf(sources.getFirst().element());
    boolean narrower = false;
    boolean incompatible = false;
    for (Source<? extends Element> source : sources) {
      TypeRef type = typeOf(source.element());
      if (type.equals(merged)) {
        continue;
      }
      if (run.outline().subtype(type, merged)) {
        narrower = true;
        merged = place.input ? type : merged;
      } else if (run.outline().subtype(merged, type)) {
        narrower = true;
        merged = place.input ? merged : type;
      } else {
        incompatible = true;
      }
    }
    recordEnum(merged, coordinate, place.input);
    report(coordinate, sources, place, incompatible, narrower, merged);
    return new Merged(merged, !incompatible && !narrower);
  }

  private static TypeRef typeOf(Element element) {
    return switch (element) {
      case FieldNode field -> field.type();
      case InputNode input -> input.type();
      default -> throw new IllegalArgumentException("no typed element: " + element.name());
    };
  }

  private void recordEnum(TypeRef type, String coordinate, boolean input) {
    String base = type.baseName();
    if (run.outline().kindOf(base) != TypeKind.ENUM) {
      return;
    }
    if (input) {
      run.enumUse().input(base, coordinate);
    } else {
      run.enumUse().output(base, coordinate);
    }
  }

  private void report(
      String coordinate,
      List<? extends Source<? extends Element>> sources,
      Place place,
      boolean incompatible,
      boolean narrower,
      TypeRef merged) {
    if (!incompatible && !narrower) {
      return;
    }
    List<Source<String>> types =
        sources.stream()
            .map(source -> new Source<>(source.subgraph(), typeOf(source.element()).toString()))
            .toList();
    String said = Source.grouped(types, text -> text);
    if (incompatible) {
      run.sink()
          .error(
              place.error,
              "the types of "
                  + coordinate
                  + " do not fit together: "
                  + said
                  + "; give it the same type everywhere",
              coordinate,
              Source.positions(sources));
    } else {
      run.sink()
          .hint(
              place.hint,
              "the types of "
                  + coordinate
                  + " differ: "
                  + said
                  + "; the supergraph takes "
                  + merged,
              coordinate,
              Source.names(sources));
    }
  }
}
