package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rules for interfaces with keys and for interface objects, which need all subgraphs in view. */
final class InterfaceCheck {
  private final MergeRun run;

  InterfaceCheck(MergeRun run) {
    this.run = run;
  }

  /**
   * Checks; answers whether the interface has a key in any subgraph that sees it as an interface.
   */
  boolean check(String name, List<Source<TypeNode>> sources) {
    boolean keyed = false;
    Set<String> implementations = run.outline().implementations(name);
    for (Source<TypeNode> source : sources) {
      if (source.element().interfaceObject()) {
        checkInterfaceObject(name, source, implementations);
      } else if (source.element().kind() == TypeKind.INTERFACE) {
        keyed |= source.element().entity();
        checkKeyed(name, source, implementations);
      }
    }
    boolean someInterface =
        sources.stream().anyMatch(source -> source.element().kind() == TypeKind.INTERFACE);
    if (!someInterface) {
      String message =
          name
              + " is an @interfaceObject in "
              + String.join(", ", Source.names(sources))
              + " but no subgraph defines the interface; define it in one of them";
      run.sink()
          .error(ErrorCode.INTERFACE_OBJECT_USAGE_ERROR, message, name, Source.positions(sources));
    }
    return keyed;
  }

  private void checkKeyed(String name, Source<TypeNode> source, Set<String> implementations) {
    for (Applied key : source.element().all(FederationDirective.KEY)) {
      if (!key.flag("resolvable", true)) {
        continue;
      }
      List<String> missing = new ArrayList<>(implementations);
      missing.removeAll(source.subgraph().schema().runtimeTypes(name));
      if (!missing.isEmpty()) {
        String message =
            "["
                + source.name()
                + "] interface "
                + name
                + " has a resolvable key, so its subgraph must define all its implementations; define "
                + String.join(", ", missing)
                + " there";
        run.sink()
            .error(
                ErrorCode.INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE, message, name, key.position());
        return;
      }
    }
  }

  private void checkInterfaceObject(
      String name, Source<TypeNode> source, Set<String> implementations) {
    List<String> defined =
        implementations.stream().filter(type -> source.subgraph().type(type) != null).toList();
    if (!defined.isEmpty()) {
      String message =
          "["
              + source.name()
              + "] "
              + name
              + " is an @interfaceObject, so its subgraph must not define implementations of it; remove "
              + String.join(", ", defined);
      run.sink()
          .error(
              ErrorCode.INTERFACE_OBJECT_USAGE_ERROR, message, name, source.element().position());
    }
  }
}
