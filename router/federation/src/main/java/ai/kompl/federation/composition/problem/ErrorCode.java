package ai.kompl.federation.composition.problem;

/**
 * Stable codes of composition errors; the names are those of the Apollo Federation reference
 * wherever it has one.
 */
public enum ErrorCode {
  INVALID_GRAPHQL("the SDL breaks a rule of the GraphQL specification"),
  DIRECTIVE_DEFINITION_INVALID(
      "a built-in or federation directive is defined again with another shape"),
  TYPE_DEFINITION_INVALID("a built-in or federation type is defined again with another shape"),
  UNSUPPORTED_LINKED_FEATURE(
      "a linked feature is marked as needed for execution or security, and composition does not know it"),
  UNKNOWN_FEDERATION_LINK_VERSION(
      "the linked version of the federation specification is not known"),
  UNKNOWN_LINK_VERSION("the linked version of the link specification is not known"),
  INVALID_LINK_DIRECTIVE_USAGE("an application of @link is wrong"),
  INVALID_LINK_IDENTIFIER("a URL or name in @link is not usable"),
  LINK_IMPORT_NAME_MISMATCH("subgraphs import one composed directive under different names"),
  INVALID_SUBGRAPH_NAME("the subgraph's name is empty, reserved or used twice"),
  DIRECTIVE_COMPOSITION_ERROR("an application of @composeDirective is wrong"),
  NO_QUERIES("no subgraph gives a Query field"),
  ROOT_QUERY_USED("the query root is renamed while another type is called Query"),
  ROOT_MUTATION_USED("the mutation root is renamed while another type is called Mutation"),
  ROOT_SUBSCRIPTION_USED(
      "the subscription root is renamed while another type is called Subscription"),
  KEY_INVALID_FIELDS_TYPE("the fields of @key are not a string"),
  PROVIDES_INVALID_FIELDS_TYPE("the fields of @provides are not a string"),
  REQUIRES_INVALID_FIELDS_TYPE("the fields of @requires are not a string"),
  KEY_INVALID_FIELDS("the fields of @key do not parse or select what is not there"),
  PROVIDES_INVALID_FIELDS("the fields of @provides do not parse or select what is not there"),
  REQUIRES_INVALID_FIELDS("the fields of @requires do not parse or select what is not there"),
  KEY_DIRECTIVE_IN_FIELDS_ARG("the fields of @key apply a directive"),
  PROVIDES_DIRECTIVE_IN_FIELDS_ARG("the fields of @provides apply a directive"),
  REQUIRES_DIRECTIVE_IN_FIELDS_ARG("the fields of @requires apply a directive"),
  KEY_FIELDS_HAS_ARGS("a key includes a field with arguments"),
  PROVIDES_FIELDS_HAS_ARGS("@provides includes a field with arguments"),
  KEY_FIELDS_SELECT_INVALID_TYPE("a key field is a list, an interface or a union"),
  PROVIDES_FIELDS_MISSING_EXTERNAL("@provides names a field that is not external"),
  REQUIRES_FIELDS_MISSING_EXTERNAL("@requires names a field that is not external"),
  KEY_UNSUPPORTED_ON_INTERFACE("@key on an interface before federation 2.3"),
  PROVIDES_UNSUPPORTED_ON_INTERFACE("@provides on an interface field"),
  REQUIRES_UNSUPPORTED_ON_INTERFACE("@requires on an interface field"),
  PROVIDES_ON_NON_OBJECT_FIELD("@provides on a field without selectable fields"),
  EXTERNAL_UNUSED("an external field is used by no key, requires, provides or interface"),
  TYPE_WITH_ONLY_UNUSED_EXTERNAL("a federation 1 type has only unused external fields"),
  EXTERNAL_TYPE_MISMATCH("an external field has another type than its owner gives it"),
  EXTERNAL_ARGUMENT_MISSING("an external field lacks an argument of its owner"),
  EXTERNAL_ARGUMENT_TYPE_MISMATCH(
      "an argument of an external field has another type than its owner gives it"),
  EXTERNAL_ARGUMENT_DEFAULT_MISMATCH(
      "an argument of an external field has another default than its owner gives it"),
  EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE("@external together with a directive it excludes"),
  EXTERNAL_ON_INTERFACE("@external on an interface field"),
  EXTERNAL_MISSING_ON_BASE("a field is external wherever it is declared"),
  MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL("a composed directive on an external field"),
  OVERRIDE_FROM_SELF_ERROR("a field overrides its own subgraph"),
  OVERRIDE_SOURCE_HAS_OVERRIDE("the overridden field overrides itself"),
  OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE("@override together with a directive it excludes"),
  OVERRIDE_ON_INTERFACE("@override on an interface field or with an interface object"),
  OVERRIDE_LABEL_INVALID("the label of @override has a wrong form"),
  INVALID_FIELD_SHARING("several subgraphs resolve a field that is not shareable in all of them"),
  INVALID_SHAREABLE_USAGE("@shareable where nothing can be shared"),
  SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES("a shared abstract field has no run-time type in common"),
  EXTENSION_WITH_NO_BASE("a type is extended everywhere and defined nowhere"),
  TYPE_KIND_MISMATCH("a type is of different kinds"),
  FIELD_TYPE_MISMATCH("the types of a field have nothing in common"),
  FIELD_ARGUMENT_TYPE_MISMATCH("the types of an argument have nothing in common"),
  FIELD_ARGUMENT_DEFAULT_MISMATCH("the defaults of an argument differ"),
  INPUT_FIELD_DEFAULT_MISMATCH("the defaults of an input field differ"),
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH(
      "an argument is required in one subgraph and absent in another"),
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH(
      "an input field is required in one subgraph and absent in another"),
  EMPTY_MERGED_INPUT_TYPE("no field of an input type is in all subgraphs"),
  EMPTY_MERGED_ENUM_TYPE("no value of an input enum is in all subgraphs"),
  ENUM_VALUE_MISMATCH("an enum used for input and output differs"),
  INTERFACE_FIELD_NO_IMPLEM("an implementation lacks a field of its interface"),
  INTERFACE_OBJECT_USAGE_ERROR("@interfaceObject is used wrongly"),
  INTERFACE_KEY_NOT_ON_IMPLEMENTATION("an implementation lacks a key of its interface"),
  INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE(
      "the subgraph with the keyed interface does not define all implementations"),
  REFERENCED_INACCESSIBLE("a visible element uses a hidden type"),
  DEFAULT_VALUE_USES_INACCESSIBLE("a visible default uses a hidden element"),
  QUERY_ROOT_TYPE_INACCESSIBLE("the query root is hidden"),
  REQUIRED_INACCESSIBLE("a hidden argument or input field is required"),
  IMPLEMENTED_BY_INACCESSIBLE("a hidden field implements a visible one"),
  DISALLOWED_INACCESSIBLE("a built-in element is hidden"),
  ONLY_INACCESSIBLE_CHILDREN("all children of a visible type are hidden"),
  INVALID_TAG_NAME("a tag's name has a wrong form"),
  CONTEXT_NAME_INVALID("a context's name has a wrong form"),
  CONTEXT_NOT_SET("@fromContext names a context that nothing sets"),
  CONTEXT_INVALID_SELECTION("the selection of @fromContext does not fit"),
  NO_CONTEXT_IN_SELECTION("@fromContext names no context"),
  CONTEXT_NO_RESOLVABLE_KEY("the type using a context has no resolvable key"),
  CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS(
      "an argument is contextual here and required elsewhere"),
  COST_APPLIED_TO_INTERFACE_FIELD("@cost on an interface field"),
  LIST_SIZE_APPLIED_TO_NON_LIST("@listSize on a field that is no list"),
  LIST_SIZE_INVALID_ASSUMED_SIZE("assumedSize is negative"),
  LIST_SIZE_INVALID_SLICING_ARGUMENT("a slicing argument is missing or no Int"),
  LIST_SIZE_INVALID_SIZED_FIELD("a sized field is missing or no list"),
  CACHE_TAG_INVALID_FORMAT("the format of @cacheTag does not parse or names what is not there"),
  CACHE_TAG_INVALID_PLACE("@cacheTag on a field that is no query root field"),
  CACHE_TAG_ENTITY_NOT_RESOLVABLE("@cacheTag on a type without a resolvable key"),
  AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE(
      "an access directive on an interface, its field or an interface object"),
  MISSING_TRANSITIVE_AUTH_REQUIREMENTS(
      "a field needs protected fields without carrying their requirements"),
  SATISFIABILITY_ERROR("a query of the composed schema cannot be planned"),
  MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED("the satisfiability check grew beyond its limit");

  private final String meaning;

  ErrorCode(String meaning) {
    this.meaning = meaning;
  }

  /** What the code stands for, in one phrase. */
  public String meaning() {
    return meaning;
  }
}
