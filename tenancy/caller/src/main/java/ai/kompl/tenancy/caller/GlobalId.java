package ai.kompl.tenancy.caller;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an object as clients see it: {@code <type>_<tenant tag>_<uuid>}, for instance {@code
 * control_1f2e3d4c_01j8...}. Clients treat it as opaque. The tag lets a foreign or mistyped id be
 * answered with NOT_FOUND before any query; the boundary itself is the database.
 *
 * @param type the object's type code: a lower-case word, hyphens allowed
 * @param tenantTag the first eight digits of the tenant's id
 * @param uuid the object's key
 */
public record GlobalId(String type, String tenantTag, UUID uuid) {
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern TAG = Pattern.compile("[0-9a-f]{8}");
  // 26 digits of 5 bits hold 130 bits: the first one may only use its lower 3.
  private static final Pattern TEXT =
      Pattern.compile("([a-z][a-z0-9-]{0,31})_([0-9a-f]{8})_([0-7][0-9a-hjkmnp-tv-z]{25})");
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int UUID_DIGITS = 26;

  public GlobalId {
    if (!TYPE.matcher(type).matches() || !TAG.matcher(tenantTag).matches()) {
      throw new IllegalArgumentException("malformed type code or tenant tag: " + type);
    }
  }

  /** The id of an object of a tenant. */
  public static GlobalId of(String type, TenantId tenant, UUID uuid) {
    return new GlobalId(type, tag(tenant), uuid);
  }

  /** The eight digits that stand for a tenant within an id. */
  public static String tag(TenantId tenant) {
    return tenant.value().substring(0, 8);
  }

  /** Reads an id's text; empty when it is malformed. */
  public static Optional<GlobalId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(new GlobalId(matcher.group(1), matcher.group(2), decode(matcher.group(3))));
  }

  /**
   * The key behind an id that a client sent: empty when it is malformed, of another type or of
   * another tenant. Whoever gets empty answers NOT_FOUND and asks no database.
   */
  public static Optional<UUID> uuidFor(Caller caller, String expectedType, String text) {
    return uuidFor(caller.tenant(), expectedType, text);
  }

  /** As {@link #uuidFor(Caller, String, String)}, for a known tenant. */
  public static Optional<UUID> uuidFor(TenantId tenant, String expectedType, String text) {
    return parse(text)
        .filter(id -> id.type.equals(expectedType) && id.tenantTag.equals(tag(tenant)))
        .map(GlobalId::uuid);
  }

  /** The opaque text given to clients. */
  @Override
  public String toString() {
    return type + "_" + tenantTag + "_" + encode(uuid);
  }

  private static String encode(UUID uuid) {
    char[] digits = new char[UUID_DIGITS];
    long high = uuid.getMostSignificantBits();
    long low = uuid.getLeastSignificantBits();
    for (int i = UUID_DIGITS - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (low & 31));
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return new String(digits);
  }

  private static UUID decode(String digits) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < UUID_DIGITS; i++) {
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | DIGITS.indexOf(digits.charAt(i));
    }
    return new UUID(high, low);
  }
}
