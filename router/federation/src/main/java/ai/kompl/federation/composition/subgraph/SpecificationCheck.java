package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Compares what a document defines for itself of a linked specification with what the specification
 * says. A document may spell the definitions out (many libraries do), but not change them.
 */
final class SpecificationCheck {
  private static final Set<String> SPEC_SCALARS =
      Set.of("FieldSet", "Scope", "Policy", "ContextFieldValue");
  private static final Set<String> UNCHECKED = Set.of("link", "connect", "source", "core");

  private final Links links;
  private final ProblemSink sink;

  SpecificationCheck(Links links, ProblemSink sink) {
    this.links = links;
    this.sink = sink;
  }

  void directive(DirectiveNode given) {
    FederationDirective known = links.known(given.name());
    if (known == null || UNCHECKED.contains(known.specName())) {
      return;
    }
    DirectiveNode expected = known.definition(links.version(), given.name());
    if (given.repeatable() && !expected.repeatable()) {
      wrong(given, "must not be repeatable");
    }
    Set<String> places = new LinkedHashSet<>(given.locations());
    places.removeAll(expected.locations());
    if (!places.isEmpty()) {
      wrong(given, "must not be allowed on " + String.join(", ", places));
    }
    checkArguments(given, expected);
  }

  private void checkArguments(DirectiveNode given, DirectiveNode expected) {
    for (InputNode argument : given.arguments().values()) {
      InputNode wanted = expected.arguments().get(argument.name());
      if (wanted == null) {
        wrong(given, "has no argument \"" + argument.name() + "\" in its specification");
      } else if (!compatible(argument.type(), wanted.type())) {
        wrong(
            given,
            "has an argument \""
                + argument.name()
                + "\" of type "
                + wanted.type()
                + ", not "
                + argument.type());
      } else if (argument.defaultValue() != null
          && !Literals.same(argument.defaultValue(), wanted.defaultValue())) {
        wrong(
            given,
            "must have the default "
                + Literals.text(wanted.defaultValue())
                + " for \""
                + argument.name()
                + "\"");
      }
    }
    for (InputNode wanted : expected.arguments().values()) {
      if (wanted.type().required() && !given.arguments().containsKey(wanted.name())) {
        wrong(given, "lacks the argument \"" + wanted.name() + "\" of type " + wanted.type());
      }
    }
  }

  /** Federation's own scalars go by several names, and String stood for them in federation 1. */
  private static boolean compatible(TypeRef given, TypeRef wanted) {
    String base = wanted.baseName();
    if (!SPEC_SCALARS.contains(base)) {
      return given.equals(wanted) || given.equals(wanted.optional());
    }
    TypeRef alike = given.rename(base);
    return alike.equals(wanted)
        || alike.equals(wanted.optional())
        || given.optional() instanceof TypeRef.Named;
  }

  void type(TypeNode given) {
    boolean scalarWanted =
        given.name().endsWith("FieldSet")
            || given.name().equals("_Any")
            || given.name().endsWith("__Scope")
            || given.name().endsWith("__Policy");
    if (scalarWanted && given.kind() != TypeKind.SCALAR) {
      String message =
          "["
              + given.position().subgraph()
              + "] "
              + given.name()
              + " is a scalar of a linked specification and cannot be defined as "
              + given.kind().keyword();
      sink.error(ErrorCode.TYPE_DEFINITION_INVALID, message, given.name(), given.position());
    }
  }

  private void wrong(DirectiveNode given, String what) {
    String message =
        "["
            + given.position().subgraph()
            + "] the definition of @"
            + given.name()
            + " differs from its specification: it "
            + what
            + "; remove the definition or correct it";
    sink.error(
        ErrorCode.DIRECTIVE_DEFINITION_INVALID, message, "@" + given.name(), given.position());
  }
}
