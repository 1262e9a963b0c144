package ai.kompl.local.verify.composition;

import ai.kompl.federation.composition.CanonicalSdl;
import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One case of the shared suite.
 *
 * @param id its number
 * @param subgraphs what is composed
 * @param apiSchema the clients' schema that must come out; empty when the case must be refused
 * @param codes of the errors when it must be refused, of the hints otherwise
 */
record CompositionCase(
    int id, List<SubgraphSource> subgraphs, Optional<String> apiSchema, Set<String> codes) {

  /** Reads a line of the suite's file. */
  static CompositionCase read(JsonNode line) {
    var subgraphs = new ArrayList<SubgraphSource>();
    for (JsonNode subgraph : line.path("subgraphs")) {
      subgraphs.add(
          new SubgraphSource(subgraph.path("name").asText(), "", subgraph.path("sdl").asText()));
    }
    boolean composes = line.path("composes").asBoolean();
    var codes = new TreeSet<String>();
    line.path(composes ? "hintCodes" : "errorCodes").forEach(code -> codes.add(code.asText()));
    return new CompositionCase(
        line.path("id").asInt(),
        List.copyOf(subgraphs),
        composes ? Optional.of(line.path("apiSchema").asText()) : Optional.empty(),
        codes);
  }

  /** The same case, expecting an error or hint more than it should. */
  CompositionCase withWrongCode() {
    var wrong = new TreeSet<>(codes);
    wrong.add("PLANTED");
    return new CompositionCase(id, subgraphs, apiSchema, wrong);
  }

  /** The same case, expecting a type more than it should where it expects a schema. */
  CompositionCase withWrongSchema() {
    return new CompositionCase(
        id, subgraphs, apiSchema.map(sdl -> sdl + "\nscalar Planted\n"), codes);
  }

  /** How our composition differs from what the case expects; empty when it does not. */
  Optional<String> disagreement() {
    return switch (Composer.compose(subgraphs)) {
      case Composition.Refused refused -> ofRefusal(refused);
      case Composition.Composed composed -> ofComposition(composed);
    };
  }

  private Optional<String> ofRefusal(Composition.Refused refused) {
    Set<String> given =
        refused.errors().stream()
            .map(error -> error.code().name())
            .collect(Collectors.toCollection(TreeSet::new));
    if (apiSchema.isPresent()) {
      return Optional.of("must compose, was refused with " + given);
    }
    return given.equals(codes)
        ? Optional.empty()
        : Optional.of("must be refused with " + codes + ", was with " + given);
  }

  private Optional<String> ofComposition(Composition.Composed composed) {
    if (apiSchema.isEmpty()) {
      return Optional.of("must be refused with " + codes + ", but composed");
    }
    Set<String> given =
        composed.hints().stream()
            .map(hint -> hint.code().name())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!given.equals(codes)) {
      return Optional.of("must give the hints " + codes + ", gave " + given);
    }
    return CanonicalSdl.of(apiSchema.get()).equals(CanonicalSdl.of(composed.apiSdl()))
        ? Optional.empty()
        : Optional.of("composed to another schema than clients must see");
  }
}
