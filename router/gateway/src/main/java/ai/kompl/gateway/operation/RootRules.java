package ai.kompl.gateway.operation;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.Asker;
import ai.kompl.gateway.security.CallerReader;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who may run an operation, judged by its root fields: without a caller only an operation all of
 * whose root fields are public, and the schema is shown as the profile says.
 *
 * @param introspection who may see the schema
 */
public record RootRules(Introspection introspection) {

  /**
   * Passes an operation that the asker may run.
   *
   * @param rootFields the names of its root fields, fragments spread
   * @param isPublic whether a root field of that name is marked public in the supergraph
   * @throws RefusedException UNAUTHENTICATED or INTROSPECTION_DISABLED otherwise
   */
  public void check(List<String> rootFields, Predicate<String> isPublic, Asker asker) {
    boolean schemaAsked =
        rootFields.stream().anyMatch(it -> it.equals("__schema") || it.equals("__type"));
    if (schemaAsked && introspection == Introspection.CLOSED) {
      throw RefusedException.of(
          Refusal.INTROSPECTION_DISABLED, "The schema is not shown at this endpoint.");
    }
    if (asker.caller().isPresent()) {
      return;
    }
    boolean meta = rootFields.stream().allMatch(it -> it.startsWith("__"));
    if (meta && introspection == Introspection.OPEN) {
      return;
    }
    rootFields.stream()
        .filter(it -> !publicField(it, isPublic))
        .findFirst()
        .ifPresent(RootRules::refuse);
  }

  /**
   * Passes the errors of a document that is not valid.
   *
   * @throws RefusedException UNAUTHENTICATED when the asker may not see the schema that they tell
   *     of
   */
  public void checkErrors(Asker asker) {
    if (asker.caller().isEmpty() && introspection != Introspection.OPEN) {
      throw CallerReader.missing("The document is not valid; sign in to be told why.");
    }
  }

  private boolean publicField(String name, Predicate<String> isPublic) {
    if (name.startsWith("__")) {
      return introspection == Introspection.OPEN;
    }
    return isPublic.test(name);
  }

  private static void refuse(String field) {
    throw CallerReader.missing(
            "The field \"" + field + "\" needs an access token; sign in and send it as Bearer.")
        .with("field", field);
  }
}
