package ai.kompl.tenancy.data;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** A row over whatever gives the column values as the driver made them. */
final class ColumnRow implements Row {
  private final Function<String, @Nullable Object> columns;

  ColumnRow(Function<String, @Nullable Object> columns) {
    this.columns = columns;
  }

  @Override
  public UUID uuid(String column) {
    return required(column, optionalUuid(column));
  }

  @Override
  public Optional<UUID> optionalUuid(String column) {
    return value(column, UUID.class);
  }

  @Override
  public String string(String column) {
    return required(column, optionalString(column));
  }

  @Override
  public Optional<String> optionalString(String column) {
    return value(column, String.class);
  }

  @Override
  public int integer(String column) {
    return required(column, optionalInteger(column));
  }

  @Override
  public Optional<Integer> optionalInteger(String column) {
    return optionalBigInteger(column).map(Math::toIntExact);
  }

  @Override
  public long bigInteger(String column) {
    return required(column, optionalBigInteger(column));
  }

  @Override
  public Optional<Long> optionalBigInteger(String column) {
    return value(column, Number.class)
        .map(number -> number instanceof BigDecimal d ? d.longValueExact() : number.longValue());
  }

  @Override
  public BigDecimal decimal(String column) {
    return required(column, optionalDecimal(column));
  }

  @Override
  public Optional<BigDecimal> optionalDecimal(String column) {
    return value(column, Number.class).map(number -> new BigDecimal(number.toString()));
  }

  @Override
  public boolean bool(String column) {
    return required(column, value(column, Boolean.class));
  }

  @Override
  public Instant instant(String column) {
    return required(column, optionalInstant(column));
  }

  @Override
  public Optional<Instant> optionalInstant(String column) {
    return value(column, Timestamp.class).map(Timestamp::toInstant);
  }

  @Override
  public LocalDate date(String column) {
    return required(column, optionalDate(column));
  }

  @Override
  public Optional<LocalDate> optionalDate(String column) {
    return value(column, Date.class).map(Date::toLocalDate);
  }

  @Override
  public String json(String column) {
    return required(column, optionalJson(column));
  }

  @Override
  public Optional<String> optionalJson(String column) {
    return value(column, Object.class)
        .map(json -> json instanceof PGobject object ? object.toString() : (String) json);
  }

  @Override
  public byte[] bytes(String column) {
    return required(column, optionalBytes(column));
  }

  @Override
  public Optional<byte[]> optionalBytes(String column) {
    return value(column, byte[].class);
  }

  @Override
  public List<String> strings(String column) {
    return elements(column).stream().map(String.class::cast).toList();
  }

  @Override
  public List<UUID> uuids(String column) {
    return elements(column).stream().map(UUID.class::cast).toList();
  }

  private List<Object> elements(String column) {
    Array array = required(column, value(column, Array.class));
    try {
      return Arrays.asList((Object[]) array.getArray());
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  private <T> Optional<T> value(String column, Class<T> type) {
    return Optional.ofNullable(columns.apply(column)).map(type::cast);
  }

  private static <T> T required(String column, Optional<T> value) {
    return value.orElseThrow(() -> new IllegalStateException("the column is null: " + column));
  }
}
