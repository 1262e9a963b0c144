package ai.kompl.tenancy.data;

import java.util.Optional;

/** Parts of the lists of an audit trail, each newest first. */
public final class AuditPlaces {
  private AuditPlaces() {}

  /**
   * A part of the chain.
   *
   * @param from the number where it begins, itself not included; empty for an end of the list
   * @param backward towards newer records instead of older ones; the nearest comes first
   * @param limit how many at most
   */
  public record OfChain(Optional<Long> from, boolean backward, int limit) {}

  /**
   * A part of the requests and readings.
   *
   * @param from where it begins, itself not included; empty for an end of the list
   * @param backward towards newer records instead of older ones; the nearest comes first
   * @param limit how many at most
   */
  public record OfAccesses(Optional<Access> from, boolean backward, int limit) {}

  /**
   * The place of a request or reading.
   *
   * @param at when, ISO 8601
   * @param segment the Merkle root over its segment, in hexadecimal
   * @param number its number in the segment
   */
  public record Access(String at, String segment, int number) {}
}
