package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.DirectiveNode;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeRef;
import graphql.language.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directive applied is defined, allowed there, given once unless repeatable, and given what it
 * needs (3.13).
 */
final class DirectivesFit implements SubgraphRule {
  private static final Set<FederationDirective> OPAQUE =
      Set.of(FederationDirective.LINK, FederationDirective.CONNECT, FederationDirective.SOURCE);

  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Check check = new Check(subgraph, new Report(sink), new LinkedHashMap<>());
    Place.forEach(subgraph, check::place);
  }

  private record Check(Subgraph subgraph, Report report, Map<String, DirectiveNode> cache) {

    void place(Place place) {
      Set<String> seen = new HashSet<>();
      for (Applied applied : place.directives()) {
        DirectiveNode definition = definition(applied);
        if (definition == null) {
          report.invalid(
              place.coordinate(),
              applied.position(),
              "@"
                  + applied.name()
                  + " on "
                  + place.coordinate()
                  + " is not defined"
                  + advice(applied.name()));
          continue;
        }
        if (applied.known() != null && OPAQUE.contains(applied.known())) {
          continue;
        }
        if (!definition.locations().contains(place.location())) {
          report.invalid(
              place.coordinate(),
              applied.position(),
              "@"
                  + applied.name()
                  + " cannot be applied to "
                  + place.coordinate()
                  + " ("
                  + place.location()
                  + "), only to "
                  + String.join(", ", definition.locations()));
        }
        if (!seen.add(applied.name()) && !definition.repeatable()) {
          report.invalid(
              place.coordinate(),
              applied.position(),
              "@"
                  + applied.name()
                  + " is applied twice to "
                  + place.coordinate()
                  + " but is not repeatable");
        }
        arguments(place.coordinate(), applied, definition);
      }
    }

    private String advice(String name) {
      FederationDirective directive = FederationDirective.named(name);
      if (directive == null) {
        return "; define it or remove it";
      }
      if (subgraph.links().federationOne()) {
        return "; link federation 2 and import it";
      }
      return directive.in(subgraph.links().version())
          ? "; import it from federation or write @" + subgraph.links().localName(directive)
          : "; federation "
              + subgraph.links().version()
              + " does not have it, link a later version";
    }

    private @Nullable DirectiveNode definition(Applied applied) {
      DirectiveNode own = subgraph.schema().directives().get(applied.name());
      if (own != null && applied.known() == null) {
        return own;
      }
      FederationDirective known = applied.known();
      if (known != null) {
        return cache.computeIfAbsent(
            applied.name(), name -> known.definition(subgraph.links().version(), name));
      }
      return builtIn(applied.name(), applied.position());
    }

    private static @Nullable DirectiveNode builtIn(String name, SourcePosition position) {
      Set<String> places =
          switch (name) {
            case "deprecated" ->
                Set.of(
                    "FIELD_DEFINITION",
                    "ARGUMENT_DEFINITION",
                    "INPUT_FIELD_DEFINITION",
                    "ENUM_VALUE");
            case "specifiedBy" -> Set.of("SCALAR");
            case "oneOf" -> Set.of("INPUT_OBJECT");
            default -> Set.of();
          };
      if (places.isEmpty()) {
        return null;
      }
      Map<String, InputNode> arguments = new LinkedHashMap<>();
      if (!name.equals("oneOf")) {
        boolean url = name.equals("specifiedBy");
        String argument = url ? "url" : "reason";
        TypeRef string = new TypeRef.Named("String");
        TypeRef type = url ? new TypeRef.NonNull(string) : string;
        arguments.put(argument, new InputNode(argument, null, type, null, List.of(), position));
      }
      return new DirectiveNode(name, null, arguments, false, new LinkedHashSet<>(places), position);
    }

    private void arguments(String coordinate, Applied applied, DirectiveNode definition) {
      for (Map.Entry<String, Value<?>> given : applied.arguments().entrySet()) {
        InputNode argument = definition.arguments().get(given.getKey());
        if (argument == null) {
          report.invalid(
              coordinate,
              applied.position(),
              "@"
                  + applied.name()
                  + " on "
                  + coordinate
                  + " has no argument \""
                  + given.getKey()
                  + "\""
                  + versionAdvice(applied, given.getKey()));
          continue;
        }
        // The reference composer accepts incomplete input objects here, and subgraphs rely on it.
        String problem =
            new ConstantCheck(subgraph.schema(), false).problem(argument.type(), given.getValue());
        if (problem != null) {
          report.invalid(
              coordinate,
              applied.position(),
              "the argument \""
                  + given.getKey()
                  + "\" of @"
                  + applied.name()
                  + " on "
                  + coordinate
                  + " does not fit: "
                  + problem);
        }
      }
      for (InputNode argument : definition.arguments().values()) {
        if (argument.mandatory() && !applied.arguments().containsKey(argument.name())) {
          report.invalid(
              coordinate,
              applied.position(),
              "@"
                  + applied.name()
                  + " on "
                  + coordinate
                  + " needs the argument \""
                  + argument.name()
                  + "\"");
        }
      }
    }

    private String versionAdvice(Applied applied, String argument) {
      boolean label = applied.known() == FederationDirective.OVERRIDE && argument.equals("label");
      return label ? " in federation " + subgraph.links().version() + "; link v2.7 or later" : "";
    }
  }
}
