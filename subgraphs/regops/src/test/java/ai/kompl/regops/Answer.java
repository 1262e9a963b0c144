package ai.kompl.regops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.ExecutionResult;
import java.util.ArrayList;
import java.util.List;

/** The data of an answer, read by JSON pointers. */
public record Answer(JsonNode data) {

  static Answer of(ExecutionResult result) {
    return new Answer(new ObjectMapper().valueToTree(result.getData()));
  }

  /** The text at a pointer such as {@code /control/id}; "null" when there is none. */
  public String text(String pointer) {
    return data.at(pointer).asText();
  }

  /** The whole number at a pointer. */
  public int number(String pointer) {
    return data.at(pointer).asInt();
  }

  /** The texts of one field of the nodes of the connection at a pointer. */
  public List<String> nodes(String pointer, String field) {
    var texts = new ArrayList<String>();
    data.at(pointer + "/edges").forEach(edge -> texts.add(edge.path("node").path(field).asText()));
    return texts;
  }
}
