package ai.kompl.federation.supergraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.rights.Requirement;
import ai.kompl.federation.rights.Requirement.Authenticated;
import ai.kompl.federation.rights.Requirement.Policies;
import ai.kompl.federation.rights.Requirement.Scopes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a supergraph protects is known under every name that it may give its directives. */
class ProtectionsTest {
  private static final String FEDERATION = "https://specs.apollo.dev/federation/v2.9";

  private static String composed(String... sdl) {
    List<SubgraphSource> sources =
        IntStream.range(0, sdl.length)
            .mapToObj(number -> new SubgraphSource("s" + number, "http://s" + number, sdl[number]))
            .toList();
    return switch (Composer.compose(sources)) {
      case Composition.Composed composed -> composed.supergraphSdl();
      case Composition.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }

  private static Protections protections(String... sdl) {
    return Supergraph.read(composed(sdl)).protections();
  }

  @Test
  void importedDirectivesAreKnownUnderTheirNewNames() {
    Protections protections =
        protections(
            """
            extend schema @link(url: "%s", import: [
              {name: "@authenticated", as: "@login"}, {name: "@requiresScopes", as: "@may"}, {name: "@policy", as: "@rule"}])
            type Query { a: Int @login b: Int @may(scopes: [["x"]]) c: Secret d: Int }
            type Secret @rule(policies: [["p", "q"], ["r"]]) { e: Int }
            """
                .formatted(FEDERATION));

    assertThat(protections.of("Query.a")).containsExactly(new Authenticated());
    assertThat(protections.of("Query.b")).containsExactly(new Scopes(List.of(List.of("x"))));
    assertThat(protections.of("Secret"))
        .containsExactly(new Policies(List.of(List.of("r"), List.of("q", "p"))));
    assertThat(protections.of("Query.d")).isEmpty();
  }

  @Test
  void directivesThatWereNotImportedAreKnownUnderTheirNamespace() {
    Protections protections =
        protections(
            """
            extend schema @link(url: "%s", as: "fed")
            type Query { a: Int @fed__authenticated b: Int @fed__policy(policies: [["p"]]) }
            """
                .formatted(FEDERATION));

    assertThat(protections.of("Query.a")).containsExactly(new Authenticated());
    assertThat(protections.of("Query.b")).containsExactly(new Policies(List.of(List.of("p"))));
  }

  @Test
  void aSupergraphMayLinkThemUnderNamesOfItsOwn() {
    String plain =
        composed(
            """
            extend schema @link(url: "%s", import: ["@authenticated", "@requiresScopes"])
            type Query { a: Int @authenticated b: Int @requiresScopes(scopes: [["x"]]) }
            """
                .formatted(FEDERATION));
    String renamed =
        plain
            .replace("@authenticated", "@known")
            .replace("authenticated/v0.1\"", "authenticated/v0.1\", as: \"known\"")
            .replace("@requiresScopes", "@scoped")
            .replace(
                "requiresScopes/v0.1\"",
                "requiresScopes/v0.1\", import: [{name: \"@requiresScopes\", as: \"@scoped\"}]");

    Protections protections = Supergraph.read(renamed).protections();

    assertThat(renamed).contains("a: Int @known").contains("@scoped(");
    assertThat(protections.of("Query.a")).containsExactly(new Authenticated());
    assertThat(protections.of("Query.b")).containsExactly(new Scopes(List.of(List.of("x"))));
  }

  @Test
  void aForgottenLinkOpensNothing() {
    String linked =
        composed(
            """
            extend schema @link(url: "%s", import: ["@authenticated"])
            type Query { a: Int @authenticated }
            """
                .formatted(FEDERATION));
    String unlinked =
        linked.replaceAll("@link\\(url: \"https://specs.apollo.dev/authenticated[^)]*\\)", "");

    assertThat(unlinked).isNotEqualTo(linked);
    assertThat(Supergraph.read(unlinked).protections().of("Query.a"))
        .containsExactly(new Authenticated());
  }

  @Test
  void aDirectiveOfAnotherFeatureWithTheSameNameProtectsNothing() {
    Protections protections =
        protections(
            """
            extend schema @link(url: "%s", import: ["@composeDirective"])
              @link(url: "https://specs.example.org/house/v1.0", import: ["@policy"])
              @composeDirective(name: "@policy")
            directive @policy(pets: Boolean) on FIELD_DEFINITION
            type Query { a: Int @policy(pets: true) }
            """
                .formatted(FEDERATION));

    assertThat(protections.isEmpty()).isTrue();
  }

  @Test
  void demandsOfSeveralSubgraphsOnOneFieldAllCount() {
    String link =
        "extend schema @link(url: \"%s\", import: [\"@shareable\", \"@authenticated\", \"@requiresScopes\"])"
            .formatted(FEDERATION);
    Protections protections =
        protections(
            link + " type Query { a: Int @shareable @requiresScopes(scopes: [[\"x\"], [\"y\"]]) }",
            link
                + " type Query { a: Int @shareable @requiresScopes(scopes: [[\"z\"]]) @authenticated }");

    assertThat(protections.of("Query.a"))
        .containsExactlyInAnyOrder(
            new Authenticated(), new Scopes(List.of(List.of("x", "z"), List.of("y", "z"))));
  }

  @Test
  void scopesThatAreNoListsOfListsAreRefused() {
    String wrong =
        composed(
                """
                extend schema @link(url: "%s", import: ["@requiresScopes"])
                type Query { a: Int @requiresScopes(scopes: [["x"]]) }
                """
                    .formatted(FEDERATION))
            .replace("scopes: [[\"x\"]]", "scopes: \"x\"");

    assertThatThrownBy(() -> Supergraph.read(wrong))
        .isInstanceOf(InvalidSupergraphException.class)
        .hasMessageContaining("@requiresScopes on Query.a");
  }

  @Test
  void aDemandIsImpliedByAStrongerOneOfItsKindOnly() {
    Requirement weak = new Scopes(List.of(List.of("x"), List.of("y")));
    Requirement strong = new Scopes(List.of(List.of("x", "z")));

    assertThat(strong.implies(weak)).isTrue();
    assertThat(weak.implies(strong)).isFalse();
    assertThat(new Policies(List.of(List.of("x", "z"))).implies(weak)).isFalse();
    assertThat(new Authenticated().implies(weak)).isFalse();
  }
}
