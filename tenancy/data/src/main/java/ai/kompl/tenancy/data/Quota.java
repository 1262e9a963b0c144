package ai.kompl.tenancy.data;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** What a plan may limit. */
public enum Quota {
  USERS(false),
  FRAMEWORKS(false),
  CONTROLS(false),
  STORAGE_BYTES(false),
  /** Files sent, each month. */
  UPLOADS(true),
  /** Operations asked of the API, each month. */
  API_CALLS(true),
  /** Tokens read and written by language models, each month. */
  AI_TOKENS(true),
  /** What language models cost, in hundredths of the currency, each month. */
  AI_COST_CENTS(true);

  private final boolean monthly;

  Quota(boolean monthly) {
    this.monthly = monthly;
  }

  /** Whether anything counts it: nothing calls a language model yet. */
  public boolean isCounted() {
    return this != AI_TOKENS && this != AI_COST_CENTS;
  }

  /** Whether it starts again each month, which is one in UTC. */
  public boolean monthly() {
    return monthly;
  }

  /** The beginning of the period that this moment is in. */
  Instant periodStart(Instant now) {
    return monthly ? month(now).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant() : Instant.EPOCH;
  }

  /** When it starts again; empty when it does not. */
  public Optional<Instant> resetsAt(Instant now) {
    return monthly
        ? Optional.of(month(now).plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        : Optional.empty();
  }

  private static YearMonth month(Instant now) {
    return YearMonth.from(now.atOffset(ZoneOffset.UTC));
  }
}
