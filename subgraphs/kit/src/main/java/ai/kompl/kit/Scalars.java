package ai.kompl.kit;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.scalars.ExtendedScalars;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The scalars that subgraphs may declare beside those of GraphQL itself. */
final class Scalars {

  /** A point in time: {@link Instant}, written in UTC with at most microseconds (RFC 3339). */
  static final GraphQLScalarType DATE_TIME =
      scalar(
          "DateTime",
          new TextCoercing<>(
              Instant.class,
              "a date and time with offset, such as 2026-01-31T08:30:00Z",
              text ->
                  OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant(),
              instant -> instant.truncatedTo(ChronoUnit.MICROS).toString()));

  /** A calendar date without zone: {@link LocalDate} (RFC 3339 full-date). */
  static final GraphQLScalarType DATE =
      scalar(
          "Date",
          new TextCoercing<>(
              LocalDate.class,
              "a date, such as 2026-01-31",
              LocalDate::parse,
              LocalDate::toString));

  private Scalars() {}

  /** All of them, by the name that a schema declares. */
  static List<GraphQLScalarType> all() {
    return List.of(DATE_TIME, DATE, ExtendedScalars.Json, ExtendedScalars.GraphQLLong);
  }

  private static GraphQLScalarType scalar(String name, Coercing<?, ?> coercing) {
    return GraphQLScalarType.newScalar().name(name).coercing(coercing).build();
  }

  /** A scalar that travels as text. */
  private record TextCoercing<T>(
      Class<T> type, String form, Function<String, T> parse, Function<T, String> write)
      implements Coercing<T, String> {

    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
      if (!type.isInstance(value)) {
        throw new CoercingSerializeException("expected a value of " + type.getSimpleName());
      }
      return write.apply(type.cast(value));
    }

    @Override
    public T parseValue(Object input, GraphQLContext context, Locale locale) {
      // An in-process caller may hand on the leaf that another subgraph gave.
      if (type.isInstance(input)) {
        return type.cast(input);
      }
      if (!(input instanceof String text)) {
        throw new CoercingParseValueException("Expected " + form + ".");
      }
      try {
        return parse.apply(text);
      } catch (DateTimeException e) {
        throw new CoercingParseValueException("Expected " + form + ".", e);
      }
    }

    @Override
    public T parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (!(input instanceof StringValue text)) {
        throw new CoercingParseLiteralException("Expected " + form + ".");
      }
      try {
        return parse.apply(String.valueOf(text.getValue()));
      } catch (DateTimeException e) {
        throw new CoercingParseLiteralException("Expected " + form + ".", e);
      }
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
      return StringValue.of(serialize(input, context, locale));
    }
  }
}
