package ai.kompl.tenancy.caller;

import java.util.regex.Pattern;

/**
 * The internal name of a tenant: exactly sixteen lower-case hexadecimal digits, drawn at random
 * when the tenant is provisioned and never reused. Its fixed form is what makes it safe to build
 * schema, role and key names from it.
 *
 * @param value the sixteen digits
 */
public record TenantId(String value) implements Comparable<TenantId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

  public TenantId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a tenant id has sixteen hexadecimal digits");
    }
  }

  /** The database schema that holds the tenant's domain data. */
  public String schema() {
    return "tenant_" + value;
  }

  /** The database role under which every statement on the tenant's data runs. */
  public String role() {
    return "tenant_" + value + "_app";
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
