package ai.kompl.tenancy.data.audit;

import java.util.Optional;

/**
 * A record as it was found in the table or a file; whether it is whole is for {@link AuditWalk} to
 * say.
 *
 * @param form in which canonical form its hash was made: 1 or 2
 * @param link what it says
 * @param text what people wrote, absent when there was nothing or it was erased
 * @param hash the hash kept beside it
 */
public record KeptRecord(int form, AuditRecord link, Optional<AuditText> text, AuditDigest hash) {
  /** Its number in the chain. */
  public long sequence() {
    return link.place().sequence();
  }

  /** Whether the hash beside it is that of its content. */
  boolean whole() {
    return switch (form) {
      case 1 -> text.map(kept -> FirstForm.hash(link, kept).equals(hash)).orElse(false);
      case 2 -> link.hash().equals(hash);
      default -> false;
    };
  }

  /** Whether its text, as far as it is there, is the one that was written. */
  boolean textAsWritten() {
    return form == 1 || text.isEmpty() || text.map(AuditText::digest).equals(link.text());
  }

  boolean textMissing() {
    return form != 1 && link.text().isPresent() && text.isEmpty();
  }
}
