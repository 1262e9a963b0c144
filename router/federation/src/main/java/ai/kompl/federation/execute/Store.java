package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonReader;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.shape.Layout;
import ai.kompl.federation.shape.TypeNames;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the fetches of a request have given so far: one tree of objects, whose values lie
 * in the tables of the documents. Guarded by the lock of its request.
 */
final class Store {
  private static final int DEPTH_OF_CHECKED_TEXT = Integer.MAX_VALUE;

  private final TypeNames names;
  private final Document[] documents;
  private final long root;

  /** A store with an empty root object, in a document of its own. */
  Store(TypeNames names, Layout rootLayout, int fetches) {
    this.names = names;
    Document own = Document.ofJavaValues(0);
    this.documents = new Document[fetches + 1];
    Arrays.fill(documents, own);
    this.root = Values.at(Values.OBJECT, 0, own.allocate(rootLayout.size()));
  }

  long root() {
    return root;
  }

  TypeNames names() {
    return names;
  }

  /** The document that holds the root. */
  Document own() {
    return documents[0];
  }

  void add(Document document) {
    documents[document.number()] = document;
  }

  Document document(long value) {
    return documents[Values.document(value)];
  }

  /** A value of an object; absent when the index is {@link Layout#NOWHERE}. */
  long get(long object, int index) {
    return index == Layout.NOWHERE ? 0 : document(object).get(Values.offset(object) + index);
  }

  void set(long object, int index, long value) {
    document(object).set(Values.offset(object) + index, value);
  }

  int listLength(long list) {
    return (int) document(list).get(Values.offset(list));
  }

  long element(long list, int number) {
    return document(list).get(Values.offset(list) + 1 + number);
  }

  void setElement(long list, int number, long value) {
    document(list).set(Values.offset(list) + 1 + number, value);
  }

  byte[] bytes(long value) {
    return document(value).bytes();
  }

  Object javaValue(long value) {
    return document(value).javaValue(Values.offset(value));
  }

  /** Writes a leaf as JSON, unchecked: as it was sent. */
  void writeLeaf(long leaf, JsonBuffer out) {
    switch (Values.kind(leaf)) {
      case Values.ABSENT, Values.NULL -> out.addAscii("null");
      case Values.JAVA -> JsonValues.write(javaValue(leaf), out);
      case Values.TYPE -> writeType(leaf, out);
      default -> out.add(bytes(leaf), Values.offset(leaf), Values.length(leaf));
    }
  }

  private void writeType(long leaf, JsonBuffer out) {
    int type = Values.typeNumber(leaf);
    out.add(type < 0 ? new byte[] {'"', '"'} : names.quoted(type));
  }

  /** A leaf as a Java value. */
  @Nullable Object leaf(long leaf) {
    int from = Values.offset(leaf);
    return switch (Values.kind(leaf)) {
      case Values.ABSENT, Values.NULL -> null;
      case Values.JAVA -> javaValue(leaf);
      case Values.TYPE -> Values.typeNumber(leaf) < 0 ? "" : names.name(Values.typeNumber(leaf));
      case Values.RAW_OBJECT, Values.RAW_LIST ->
          JsonValues.read(
              new JsonReader(bytes(leaf), from, Values.length(leaf), DEPTH_OF_CHECKED_TEXT));
      default -> JsonValues.scalar(bytes(leaf), from, from + Values.length(leaf));
    };
  }

  /** A guess of the response's length: as much as all answers together, which is rarely far off. */
  int expectedLength() {
    long sum = 1024;
    for (Document document : documents) {
      sum += document.length();
    }
    return (int) Math.min(sum, 1 << 26);
  }

  void release() {
    for (Document document : documents) {
      document.release();
    }
  }
}
