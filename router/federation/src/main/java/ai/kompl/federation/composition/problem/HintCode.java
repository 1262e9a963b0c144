package ai.kompl.federation.composition.problem;

/** Stable codes of composition hints; the names are those of the Apollo Federation reference. */
public enum HintCode {
  INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE("types of a field differ but fit together"),
  INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE(
      "types of an argument or input field differ but fit together"),
  INCONSISTENT_DEFAULT_VALUE_PRESENCE("a default is given in some subgraphs only"),
  INCONSISTENT_ENTITY("a type has keys in some subgraphs only"),
  INCONSISTENT_OBJECT_VALUE_TYPE_FIELD("a value type lacks a field in some subgraphs"),
  INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD("an interface lacks a field in some subgraphs"),
  INCONSISTENT_INPUT_OBJECT_FIELD("an input field is in some subgraphs only and is dropped"),
  INCONSISTENT_UNION_MEMBER("a union lacks a member in some subgraphs"),
  INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM(
      "an input enum's value is in some subgraphs only and is dropped"),
  INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM("an output enum's value is in some subgraphs only"),
  INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE(
      "an executable directive is in some subgraphs only and is dropped"),
  INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE(
      "an executable directive is repeatable in some subgraphs only"),
  INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS("an executable directive's locations differ"),
  NO_EXECUTABLE_DIRECTIVE_INTERSECTION(
      "an executable directive has no location common to all subgraphs"),
  INCONSISTENT_DESCRIPTION("descriptions differ"),
  INCONSISTENT_ARGUMENT_PRESENCE("an optional argument is in some subgraphs only and is dropped"),
  FROM_SUBGRAPH_DOES_NOT_EXIST("@override names a subgraph that does not exist"),
  OVERRIDDEN_FIELD_CAN_BE_REMOVED("an overridden field is no longer used"),
  OVERRIDE_DIRECTIVE_CAN_BE_REMOVED("an @override no longer overrides anything"),
  OVERRIDE_MIGRATION_IN_PROGRESS("a labelled @override is under way"),
  UNUSED_ENUM_TYPE("an enum is used nowhere"),
  INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS(
      "arguments of a directive differ and one application was chosen"),
  MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS("arguments of a directive differ and were merged"),
  DIRECTIVE_COMPOSITION_INFO("a note on composed directives"),
  DIRECTIVE_COMPOSITION_WARN("a doubt about composed directives"),
  INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN(
      "the run-time types of a shared abstract field differ"),
  IMPLICITLY_UPGRADED_FEDERATION_VERSION("a subgraph was treated as of a later federation version"),
  CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS(
      "an argument is contextual in some subgraphs only");

  private final String meaning;

  HintCode(String meaning) {
    this.meaning = meaning;
  }

  /** What the code stands for, in one phrase. */
  public String meaning() {
    return meaning;
  }
}
