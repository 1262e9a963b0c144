package ai.kompl.kit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.kit.EventSchemas.Stated;
import ai.kompl.schema.EventSchemaFiles;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSchemasTest {
  private static final String LICENCE =
      """
      {"x-entityType": "Tenant", "type": "object", "additionalProperties": false,
       "required": ["plan", "expiresAt"],
       "properties": {
         "plan": {"type": "string", "description": "Its name."},
         "level": {"type": "string", "enum": ["PLATFORM", "TENANT"]},
         "enabled": {"type": ["boolean", "null"]},
         "places": {"type": "integer", "minimum": 1},
         "expiresAt": {"type": "string", "format": "date-time"}}}
      """;

  private final EventSchemas schemas = EventSchemas.of(Map.of("a.granted.v1", LICENCE));

  @Test
  void noChangeBreaksWhatWasReleased() {
    var present = EventSchemas.of(EventSchemaFiles.PRESENT);
    var released = EventSchemas.of(EventSchemaFiles.RELEASED);

    assertThat(present.breaks(released)).isEmpty();
    assertThat(present.unknownWords()).isEmpty();
    assertThat(released.names()).as("not vacuous").hasSizeGreaterThan(30);
  }

  @Test
  void aFileIsNamedAndIdentifiedByTypeAndVersion() throws Exception {
    var json = new ObjectMapper();
    for (var file : EventSchemaFiles.PRESENT.read().entrySet()) {
      var schema = json.readTree(file.getValue());
      int cut = file.getKey().lastIndexOf(".v");
      String type = file.getKey().substring(0, cut);
      assertThat(schema.path("title").asText()).isEqualTo(type);
      assertThat(schema.path("$id").asText())
          .isEqualTo("urn:kompl:event:" + type + ":" + file.getKey().substring(cut + 2));
      assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
      assertThat(schema.path("description").asText()).isNotBlank();
    }
  }

  @Test
  void anEventAsItsSchemaSaysHasNoProblems() {
    assertThat(problems("{\"plan\":\"p\",\"expiresAt\":\"2026-11-24T00:00:00Z\"}")).isEmpty();
    assertThat(
            problems(
                """
                {"plan":"p","expiresAt":"2026-11-24T00:00:00Z","level":"TENANT","enabled":null,
                 "places":1}
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"plan":"p"}                                                   | lacks expiresAt
          {"plan":1,"expiresAt":"2026-11-24T00:00:00Z"}                  | plan is not
          {"plan":"p","expiresAt":"tomorrow"}                            | expiresAt is not
          {"plan":"p","expiresAt":"2026-11-24T00:00:00Z","level":"ALL"}  | level is not
          {"plan":"p","expiresAt":"2026-11-24T00:00:00Z","enabled":"no"} | enabled is not
          {"plan":"p","expiresAt":"2026-11-24T00:00:00Z","places":0}     | places is not
          {"plan":"p","expiresAt":"2026-11-24T00:00:00Z","name":"Ana"}   | name is not
          """)
  void whatIsMissingOtherOrMoreIsNamed(String payload, String problem) {
    assertThat(problems(payload)).singleElement().asString().contains(problem);
  }

  @Test
  void anEventWithoutASchemaOrAboutSomethingElseIsNamed() {
    assertThat(schemas.problems(new Stated("a.granted", 2, "Tenant", "{}")))
        .singleElement()
        .asString()
        .contains("schema/events/a.granted.v2.json");
    assertThat(
            schemas.problems(
                new Stated(
                    "a.granted",
                    1,
                    "User",
                    "{\"plan\":\"p\",\"expiresAt\":\"2026-11-24T00:00:00Z\"}")))
        .singleElement()
        .asString()
        .contains("is about Tenant, not User");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "plan": {"type": "string", "description": "Its name."},| ``                           | plan is gone
          ["plan", "expiresAt"]                                  | ["plan"]                     | expiresAt need not
          {"type": "integer", "minimum": 1}                      | {"type": "integer"}          | places has other
          ["PLATFORM", "TENANT"]                                 | ["PLATFORM", "TENANT", "X"]  | level has other
          "format": "date-time"                                  | "description": "free"        | expiresAt has other
          "x-entityType": "Tenant"                               | "x-entityType": "User"       | something else
          """)
  void aChangeThatReadersWouldNoticeIsRefused(String before, String after, String problem) {
    String changed = LICENCE.replace(before, after);
    assertThat(changed).isNotEqualTo(LICENCE);

    var present = EventSchemas.of(Map.of("a.granted.v1", changed));

    assertThat(present.breaks(schemas)).singleElement().asString().contains(problem);
  }

  @Test
  void moreThatMayBeThereAndNewVersionsAreNoBreak() {
    String more = LICENCE.replace("\"plan\": {", "\"seats\": {\"type\": \"integer\"}, \"plan\": {");

    assertThat(EventSchemas.of(Map.of("a.granted.v1", more, "a.granted.v2", "{}")).breaks(schemas))
        .isEmpty();
    assertThat(EventSchemas.of(Map.of("a.granted.v2", more)).breaks(schemas))
        .containsExactly("a.granted.v1 is gone");
  }

  private List<String> problems(String payload) {
    return schemas.problems(new Stated("a.granted", 1, "Tenant", payload));
  }
}
