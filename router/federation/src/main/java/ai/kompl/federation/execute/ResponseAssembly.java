package ai.kompl.federation.execute;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.execute.DeferredObjects.Due;
import ai.kompl.federation.execute.GraphQlResponse.Data;
import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.json.PagePool;
import ai.kompl.federation.shape.PlanShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the parts of a response together from the store. Called with the lock of the request held,
 * or when nothing changes any more.
 */
final class ResponseAssembly {
  private static final int EXPECTED_PART = 1024;
  private static final int LARGEST_GUESS = 1 << 20;

  private final PlanShape plan;
  private final PlanExecutor.Request request;
  private final Store store;
  private final boolean[] conditions;
  private final ErrorSink[] errors;
  private final PagePool pages;
  private final DeferredObjects deferred = new DeferredObjects();

  ResponseAssembly(
      PlanShape plan,
      PlanExecutor.Request request,
      Store store,
      boolean[] conditions,
      ErrorSink[] errors,
      PagePool pages) {
    this.plan = plan;
    this.request = request;
    this.store = store;
    this.conditions = conditions;
    this.errors = errors;
    this.pages = pages;
  }

  /** The objects that further parts are due for. */
  DeferredObjects deferred() {
    return deferred;
  }

  /** The first response; the whole one where nothing is deferred. */
  GraphQlResponse first() {
    JsonBuffer out = JsonBuffer.on(pages, expectedLength());
    out.addAscii("{\"data\":");
    boolean hasData = writer(out, errors[0]).write(plan.response());
    List<GraphQlError> found = errors[0].errors();
    writeErrors(found, out);
    if (!deferred.isEmpty()) {
      out.addAscii(",\"hasNext\":true");
    }
    out.add('}');
    plan.answered(out.length());
    return new GraphQlResponse(out, hasData ? Data.PRESENT : Data.NULL, found);
  }

  /**
   * Responses of one plan are mostly alike; growing a buffer that began too small costs three times
   * the bytes.
   */
  private int expectedLength() {
    int latest = plan.latestLength();
    return latest == 0 || latest > LARGEST_GUESS ? store.expectedLength() : latest + latest / 8;
  }

  /** The part with everything that is due for the parts that are ready. */
  GraphQlResponse next(boolean[] ready) {
    JsonBuffer out = JsonBuffer.on(pages, EXPECTED_PART);
    List<GraphQlError> found = new ArrayList<>(0);
    out.addAscii("{\"incremental\":[");
    char separator = ' ';
    for (Due object : deferred.take(ready)) {
      if (separator == ',') {
        out.add(separator);
      }
      separator = ',';
      found.addAll(write(object, out));
    }
    out.addAscii("],\"hasNext\":");
    out.addAscii(deferred.isEmpty() ? "false}" : "true}");
    return new GraphQlResponse(out, Data.PRESENT, found);
  }

  /** Writes one object's fragment; the first of a part tells the errors of the part's fetches. */
  private List<GraphQlError> write(Due object, JsonBuffer out) {
    ErrorSink sink = errors[object.fragment().part()];
    out.add('{');
    String label = object.fragment().label();
    if (label != null) {
      out.addAscii("\"label\":");
      out.addString(label);
      out.add(',');
    }
    out.addAscii("\"path\":");
    JsonValues.write(object.path(), out);
    out.addAscii(",\"data\":");
    writer(out, sink).write(object);
    List<GraphQlError> found = sink.take();
    writeErrors(found, out);
    out.add('}');
    return found;
  }

  private ResponseWriter writer(JsonBuffer out, ErrorSink sink) {
    return new ResponseWriter(
        store, conditions, request.introspection(), new ResponseWriter.Target(out, sink, deferred));
  }

  private static void writeErrors(List<GraphQlError> found, JsonBuffer out) {
    if (!found.isEmpty()) {
      out.add(',');
      ErrorWriter.write(found, out);
    }
  }
}
