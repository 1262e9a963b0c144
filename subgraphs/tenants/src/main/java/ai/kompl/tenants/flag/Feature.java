package ai.kompl.tenants.flag;

import java.util.Arrays;
import java.util.Optional;

/** The features that can be switched. A new one is off until somebody decides otherwise. */
public enum Feature {
  AI_SUGGESTIONS("ai.suggestions", false, true, "Suggestions made by a language model."),
  CATALOGUE_IMPORT("regops.catalogue-import", true, false, "Import of framework catalogues."),
  LIVE_UPDATES("api.live-updates", true, false, "Subscriptions over sockets and event streams."),
  UNITS("tenants.units", true, true, "A tree of units within the organization."),
  SINGLE_SIGN_ON("identity.single-sign-on", false, false, "Sign-in at the customer's provider."),
  AUDIT_EXPORT("audit.export", true, false, "Export of the audit trail for offline proof.");

  private final String key;
  private final boolean byDefault;
  private final boolean adminsDecide;
  private final String description;

  Feature(String key, boolean byDefault, boolean adminsDecide, String description) {
    this.key = key;
    this.byDefault = byDefault;
    this.adminsDecide = adminsDecide;
    this.description = description;
  }

  /** Its stable name for clients. */
  public String key() {
    return key;
  }

  /** Whether it is on where nobody decided. */
  public boolean byDefault() {
    return byDefault;
  }

  /** Whether a tenant's admins may decide it for their own organization. */
  public boolean adminsDecide() {
    return adminsDecide;
  }

  /** What it is, for a person. */
  public String description() {
    return description;
  }

  /** The feature of that key. */
  public static Optional<Feature> of(String key) {
    return Arrays.stream(values()).filter(feature -> feature.key.equals(key)).findFirst();
  }
}
