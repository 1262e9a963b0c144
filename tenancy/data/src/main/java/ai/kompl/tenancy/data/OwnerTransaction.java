package ai.kompl.tenancy.data;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The owner's statements in the form in which audit entries and events are written. */
final class OwnerTransaction implements SqlTransaction {
  private final OwnerSql sql;

  OwnerTransaction(OwnerSql sql) {
    this.sql = sql;
  }

  @Override
  public <T> List<T> query(
      @CompileTimeConstant String text, RowReader<T> reader, @Nullable Object... parameters) {
    try {
      return sql.query(text, reader, parameters);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  @Override
  public <T> Optional<T> one(
      @CompileTimeConstant String text, RowReader<T> reader, @Nullable Object... parameters) {
    List<T> rows = query(text, reader, parameters);
    if (rows.size() > 1) {
      throw new IllegalStateException("expected at most one row, got " + rows.size());
    }
    return rows.stream().findFirst();
  }

  @Override
  public int update(@CompileTimeConstant String text, @Nullable Object... parameters) {
    try {
      return sql.update(text, parameters);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }
}
