package ai.kompl.tenants.flag;

/**
 * Whether a feature is on for a tenant.
 *
 * @param feature which
 * @param enabled whether it is on
 * @param decidedBy where that was decided
 */
public record FeatureFlag(Feature feature, boolean enabled, FlagLevel decidedBy) {

  public String key() {
    return feature.key();
  }

  public String description() {
    return feature.description();
  }
}
