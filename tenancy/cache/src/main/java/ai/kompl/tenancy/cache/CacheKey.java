package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.caller.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of one entry in Redis. The tenant comes first, in braces: it alone places the entry on a
 * node, so all of a tenant's entries are together and one command can name many. A tenant's id
 * cannot hold a brace, so nothing that follows can change the place.
 *
 * <p>The version of a value's form is not part of the name but of the value: of two versions of the
 * product that run side by side each must drop what the other has stored.
 *
 * @param tenant whose entry
 * @param cache the cache's name
 * @param epoch of all caches; entries of an earlier one are out of reach
 * @param id of the value, no personal data; {@value #GROUP} stands for the cache as a whole
 */
record CacheKey(TenantId tenant, String cache, long epoch, String id) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");
  private static final String GROUP = "@";

  CacheKey {
    if (!isId(id) && !id.equals(GROUP)) {
      throw new IllegalArgumentException("not an id for a key");
    }
  }

  /** The entry that all others of a tenant's cache hang on. */
  static CacheKey group(TenantId tenant, String cache, long epoch) {
    return new CacheKey(tenant, cache, epoch, GROUP);
  }

  /** Where it is noted that a change was seen to. */
  static CacheKey mark(TenantId tenant, String change) {
    return new CacheKey(tenant, "@changes", 0, change);
  }

  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** The whole name. */
  String text() {
    return "{" + tenant + "}:kompl:cache:" + cache + ":" + epoch + ":" + id;
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.US_ASCII);
  }
}
