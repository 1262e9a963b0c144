package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonException;
import ai.kompl.federation.json.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one subgraph answered: its bytes and the table of the objects and lists read from them.
 * While it is read it belongs to the reading thread; then the store's lock guards the table.
 */
final class Document {
  private static final Page NO_PAGE = Page.of(new byte[0]);

  private final int number;
  private final Page page;
  private final int length;
  private final List<Object> javaValues = new ArrayList<>(0);
  private long[] table;
  private int used;

  /** A document of {@code length} bytes, which lie anywhere in the page. */
  Document(int number, Page page, int length) {
    this.number = number;
    this.page = page;
    this.length = length;
    // A value of an answer takes some twenty bytes with its key.
    this.table = new long[Math.max(length / 24, 64)];
  }

  /** A document without bytes, for values that come as Java values. */
  static Document ofJavaValues(int number) {
    return new Document(number, NO_PAGE, 0);
  }

  int number() {
    return number;
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    return page.bytes();
  }

  void release() {
    page.release();
  }

  /** Makes room for an object or list, its values absent, and tells its index. */
  int allocate(int size) {
    int base = used;
    if (size > Values.MAX_OFFSET - base) {
      throw new JsonException("more values than can be held", 0);
    }
    used = base + size;
    if (used > table.length) {
      table = Arrays.copyOf(table, Math.max(used, table.length * 2));
    }
    return base;
  }

  long get(int index) {
    return table[index];
  }

  void set(int index, long value) {
    table[index] = value;
  }

  void setAll(int index, long[] source, int from, int count) {
    System.arraycopy(source, from, table, index, count);
  }

  /** Keeps a Java value and gives the store's value for it. */
  long keep(Object value) {
    javaValues.add(value);
    return Values.at(Values.JAVA, number, javaValues.size() - 1);
  }

  Object javaValue(int index) {
    return javaValues.get(index);
  }
}
