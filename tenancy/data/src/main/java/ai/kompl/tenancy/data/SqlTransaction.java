package ai.kompl.tenancy.data;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements within one transaction. SQL text is a compile-time constant with {@code ?} for every
 * value, so that nothing a user wrote can ever become part of it. Parameters may be UUID, String,
 * numbers, Boolean, Instant, LocalDate, byte[], enums (by name), ids, and lists or arrays of UUID,
 * String, numbers, Boolean or Instant (as SQL arrays); json goes as String with a cast in the SQL.
 * Many rows are written by one statement over arrays ({@code insert ... select ... from unnest(?,
 * ?)}).
 *
 * <p>A transaction is used by the thread that runs the work, and not after it.
 */
public interface SqlTransaction {
  /** All rows of a query, or of a statement with {@code returning}. */
  <T> List<T> query(
      @CompileTimeConstant String sql, RowReader<T> reader, @Nullable Object... parameters);

  /**
   * The only row; empty when there is none.
   *
   * @throws IllegalStateException when there are several
   */
  <T> Optional<T> one(
      @CompileTimeConstant String sql, RowReader<T> reader, @Nullable Object... parameters);

  /** Runs a statement without result and says how many rows it touched. */
  int update(@CompileTimeConstant String sql, @Nullable Object... parameters);
}
