package ai.kompl.tenancy.data;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One row of a result, read by column name. A reader without {@code optional} in its name fails
 * when the column is null: what may be absent is asked for as such.
 */
public interface Row {
  UUID uuid(String column);

  Optional<UUID> optionalUuid(String column);

  String string(String column);

  Optional<String> optionalString(String column);

  int integer(String column);

  Optional<Integer> optionalInteger(String column);

  long bigInteger(String column);

  Optional<Long> optionalBigInteger(String column);

  BigDecimal decimal(String column);

  Optional<BigDecimal> optionalDecimal(String column);

  boolean bool(String column);

  Instant instant(String column);

  Optional<Instant> optionalInstant(String column);

  LocalDate date(String column);

  Optional<LocalDate> optionalDate(String column);

  /** A json or jsonb value as its text. */
  String json(String column);

  Optional<String> optionalJson(String column);

  byte[] bytes(String column);

  Optional<byte[]> optionalBytes(String column);

  /** A text array; no element may be null. */
  List<String> strings(String column);

  /** A uuid array; no element may be null. */
  List<UUID> uuids(String column);
}
