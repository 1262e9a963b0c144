package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.transport.CallVariables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of one fetch: those of the client that it names, and its representations. */
final class FetchVariables implements CallVariables {
  // Deeper than any answer may be.
  private static final int MOST_DEPTH = 10_000;

  private final List<String> names;
  private final Map<String, @Nullable Object> client;
  private final List<EntityBatch> batches;

  FetchVariables(
      List<String> names, Map<String, @Nullable Object> client, List<EntityBatch> batches) {
    this.names = names;
    this.client = client;
    this.batches = batches;
  }

  @Override
  public int representationCount() {
    int count = 0;
    for (EntityBatch batch : batches) {
      count += batch.count();
    }
    return count;
  }

  @Override
  public byte[] json() {
    JsonBuffer json = new JsonBuffer(expectedLength());
    char separator = '{';
    for (String name : names) {
      if (client.containsKey(name)) {
        addName(separator, name, json);
        separator = ',';
        JsonValues.write(client.get(name), json);
      }
    }
    for (EntityBatch batch : batches) {
      addName(separator, batch.lookup().variable(), json);
      separator = ',';
      json.add(batch.json().array(), 0, batch.json().length());
      for (int i = 0; i < batch.contexts().size(); i++) {
        addName(separator, batch.lookup().contexts().get(i), json);
        json.add(batch.contexts().get(i));
      }
    }
    if (separator == '{') {
      json.add('{');
    }
    json.add('}');
    return json.toByteArray();
  }

  private int expectedLength() {
    int length = 64 + names.size() * 32;
    for (EntityBatch batch : batches) {
      length += batch.json().length() + 32;
    }
    return length;
  }

  private static void addName(char separator, String name, JsonBuffer json) {
    json.add(separator);
    json.addString(name);
    json.add(':');
  }

  @Override
  public Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (String name : names) {
      if (client.containsKey(name)) {
        map.put(name, client.get(name));
      }
    }
    for (EntityBatch batch : batches) {
      map.put(batch.lookup().variable(), batch.tree());
      for (int i = 0; i < batch.contexts().size(); i++) {
        byte[] value = batch.contexts().get(i);
        map.put(batch.lookup().contexts().get(i), JsonValues.read(value, MOST_DEPTH));
      }
    }
    return map;
  }
}
