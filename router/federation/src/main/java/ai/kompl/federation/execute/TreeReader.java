package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonException;
import ai.kompl.federation.shape.AnswerShape;
import ai.kompl.federation.shape.FetchShape;
import ai.kompl.federation.shape.FetchShape.LookupShape;
import ai.kompl.federation.shape.TypeNames;
import ai.kompl.federation.transport.InProcessResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts an in-process subgraph's result tree into the tables of the store: one walk, no JSON text.
 * Leaves are kept as the Java values they are.
 */
final class TreeReader {
  private final FetchShape fetch;
  private final TypeNames names;
  private final Document document;

  TreeReader(FetchShape fetch, TypeNames names) {
    this.fetch = fetch;
    this.names = names;
    this.document = Document.ofJavaValues(fetch.fetch().id() + 1);
  }

  Answer read(InProcessResult result) {
    Answer answer = new Answer(document, fetch.lookups().size());
    answer.errors(result.errors());
    Map<String, @Nullable Object> data = result.data();
    if (data == null) {
      requireErrors(result);
    } else if (fetch.root()) {
      answer.value(0, object(data, fetch.lookups().getFirst().answer()));
    } else {
      for (int i = 0; i < fetch.lookups().size(); i++) {
        LookupShape lookup = fetch.lookups().get(i);
        answer.value(i, composite(data.get(lookup.responseKey()), lookup.answer()));
      }
    }
    return answer;
  }

  private static void requireErrors(InProcessResult result) {
    if (result.errors().isEmpty()) {
      throw new JsonException("result has neither data nor errors", 0);
    }
  }

  private long object(Map<?, ?> map, AnswerShape shape) {
    int base = document.allocate(shape.size());
    for (int i = 0; i < shape.fieldCount(); i++) {
      AnswerShape.Field field = shape.field(i);
      Object value = map.get(field.key());
      if (value != null) {
        document.set(base + field.index(), value(value, field));
      } else if (map.containsKey(field.key())) {
        document.set(base + field.index(), Values.NULL_VALUE);
      }
    }
    return Values.at(Values.OBJECT, document.number(), base);
  }

  private long value(Object value, AnswerShape.Field field) {
    AnswerShape below = field.below();
    if (below != null) {
      return composite(value, below);
    }
    if (field.typename()) {
      return Values.type(value instanceof String name ? names.number(name) : -1);
    }
    return document.keep(value);
  }

  private long composite(@Nullable Object value, AnswerShape shape) {
    return switch (value) {
      case null -> Values.NULL_VALUE;
      case Map<?, ?> map -> object(map, shape);
      case List<?> list -> list(list, shape);
      default -> document.keep(value);
    };
  }

  private long list(List<?> list, AnswerShape shape) {
    int count = list.size();
    int base = document.allocate(count + 1);
    document.set(base, count);
    int at = base + 1;
    for (Object element : list) {
      document.set(at++, composite(element, shape));
    }
    return Values.at(Values.LIST, document.number(), base);
  }
}
