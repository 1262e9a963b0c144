package ai.kompl.local.verify.isolation;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which type an {@code ID} position means, told from its name: {@code controlId}, {@code
 * requirementIds}, {@code ownerId}.
 */
final class IdTypes {
  private static final Map<String, String> BY_ROLE =
      Map.of(
          "owner", "User",
          "job", "ImportJob",
          "upload", "Upload",
          "parent", "Requirement",
          "parentUnit", "OrganizationUnit");

  private IdTypes() {}

  /**
   * The type that a position refers to.
   *
   * @param name of the argument or input field
   * @param resultType type of the field that has it, meant when the name is plain {@code id}
   * @param known type names of the schema
   * @throws IllegalStateException when the name says nothing; the table of roles then needs a line
   */
  static String of(String name, String resultType, List<String> known) {
    if (name.equals("id")) {
      return resultType;
    }
    String role = name.replaceFirst("Ids?$", "");
    String type =
        BY_ROLE.getOrDefault(
            role, role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1));
    if (!known.contains(type)) {
      throw new IllegalStateException(
          "cannot tell which type the id position '" + name + "' refers to");
    }
    return type;
  }
}
