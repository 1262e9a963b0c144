package ai.kompl.federation.composition.write;

import java.util.List;

/** The definitions of link 1.0 and join 0.5. */
final class JoinDefinitions {
  private JoinDefinitions() {}

  static final List<String> DIRECTIVES =
      List.of(
          "directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA",
          "directive @join__graph(name: String!, url: String!) on ENUM_VALUE",
          "directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR",
          "directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean, overrideLabel: String, contextArguments: [join__ContextArgument!]) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION",
          "directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE",
          "directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION",
          "directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE",
          "directive @join__directive(graphs: [join__Graph!], name: String!, args: join__DirectiveArguments) repeatable on SCHEMA | OBJECT | INTERFACE | FIELD_DEFINITION");

  static final List<String> TYPES =
      List.of(
          """
          enum link__Purpose {
            "Needed for secure resolution of fields."
            SECURITY
            "Needed to execute operations."
            EXECUTION
          }\
          """,
          "scalar link__Import",
          "scalar join__FieldSet",
          "scalar join__FieldValue",
          "scalar join__DirectiveArguments",
          """
          input join__ContextArgument {
            name: String!
            type: String!
            context: String!
            selection: join__FieldValue!
          }\
          """);
}
