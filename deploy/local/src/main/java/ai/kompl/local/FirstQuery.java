package ai.kompl.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * The first thing to ask a fresh installation: who am I (identity), my organization (tenants) and
 * its frameworks (regops).
 */
final class FirstQuery {
  /** The operation, as the page shows it. */
  static final String TEXT =
      """
      {
        me { displayName email }
        tenant {
          name
          frameworks(first: 3) {
            totalCount
            edges { node { refCode name currentVersion { label counts { active families } } } }
          }
        }
      }
      """;

  private FirstQuery() {}

  /** Shell lines that sign in and send the operation. */
  static List<String> shell(URI endpoint, DemoSeed.Person person, Path passwordFile) {
    String url = endpoint.resolve("/graphql").toString();
    String signIn =
        "{\\\"query\\\":\\\"mutation{signIn(input:{organization:\\\\\\\"%s\\\\\\\",email:\\\\\\\"%s\\\\\\\",password:\\\\\\\"$(cat %s)\\\\\\\"}){accessToken}}\\\"}"
            .formatted(person.organization(), person.email(), passwordFile);
    String query = TEXT.replaceAll("\\s+", " ").strip();
    return List.of(
        "TOKEN=$(curl -s %s -H 'content-type: application/json' -d \"%s\" | sed 's/.*\"accessToken\":\"\\([^\"]*\\)\".*/\\1/')"
            .formatted(url, signIn),
        "curl -s %s -H \"authorization: Bearer $TOKEN\" -H 'content-type: application/json' -d '{\"query\":\"%s\"}'"
            .formatted(url, query));
  }
}
