package ai.kompl.tenancy.data.audit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The record that tells of an erasure: whose texts, by their numbers in the chain. */
public final class ErasedTexts {
  /** Its action. */
  public static final String ACTION = "tenancy.audit.texts-erased";

  private static final String MEMBER = "sequences";

  private ErasedTexts() {}

  /** The details of a record that tells of the erasure of the texts of these records. */
  public static String details(List<Long> sequences) {
    return CanonicalJson.object()
        .with(MEMBER, sequences.stream().map(String::valueOf).collect(Collectors.joining(" ")))
        .toString();
  }

  /** The numbers of the records whose texts were erased according to this one. */
  static List<Long> toldBy(KeptRecord kept) {
    if (!kept.link().act().action().equals(ACTION) || kept.text().isEmpty()) {
      return List.of();
    }
    try {
      String numbers = CanonicalJson.parse(kept.text().orElseThrow().details()).text(MEMBER);
      return Arrays.stream(numbers.split(" ", -1)).map(Long::valueOf).toList();
    } catch (IllegalArgumentException e) {
      // Not of this form, so it excuses nothing; the digest says whether it was altered.
      return List.of();
    }
  }
}
