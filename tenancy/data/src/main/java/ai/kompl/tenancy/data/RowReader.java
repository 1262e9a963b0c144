package ai.kompl.tenancy.data;

/** Makes a value of a row. It must not keep the row. */
@FunctionalInterface
public interface RowReader<T> {
  /** The value of the present row. */
  T read(Row row);
}
