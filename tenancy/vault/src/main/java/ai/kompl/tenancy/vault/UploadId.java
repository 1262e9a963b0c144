package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.TenantId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an uploaded file as clients see it: {@code upload_<tenant tag>_<sha-256>}.
 *
 * @param tenantTag the first eight digits of the tenant's id
 * @param sha256 the hash of the content, 64 lower-case hexadecimal digits
 */
public record UploadId(String tenantTag, String sha256) {
  private static final Pattern TEXT = Pattern.compile("upload_([0-9a-f]{8})_([0-9a-f]{64})");

  public UploadId {
    if (!TEXT.matcher("upload_" + tenantTag + "_" + sha256).matches()) {
      throw new IllegalArgumentException("malformed tenant tag or hash");
    }
  }

  /** The id of a tenant's file with that content. */
  public static UploadId of(TenantId tenant, String sha256) {
    return new UploadId(GlobalId.tag(tenant), sha256);
  }

  /** Reads an id that the tenant's user sent; empty when malformed or of another tenant. */
  public static Optional<UploadId> parse(TenantId tenant, String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || !matcher.group(1).equals(GlobalId.tag(tenant))) {
      return Optional.empty();
    }
    return Optional.of(new UploadId(matcher.group(1), matcher.group(2)));
  }

  @Override
  public String toString() {
    return "upload_" + tenantTag + "_" + sha256;
  }
}
