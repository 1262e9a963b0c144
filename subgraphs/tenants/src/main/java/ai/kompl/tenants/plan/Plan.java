package ai.kompl.tenants.plan;

import ai.kompl.tenancy.data.Quota;
import java.util.List;

/**
 * What can be licensed.
 *
 * @param key its stable name
 * @param limits what it limits; anything else is unlimited
 * @param features keys of the features that it brings
 * @param version counts up with every change
 */
public record Plan(
    String key, String name, List<Limit> limits, List<String> features, int version) {
  /** So much of one resource. */
  public record Limit(Quota resource, long limit) {}

  public Plan {
    limits = List.copyOf(limits);
    features = List.copyOf(features);
  }
}
