package ai.kompl.federation.transport;

import java.net.URI;
import java.util.Locale;

/** What a transport can reach. */
final class Endpoints {
  private Endpoints() {}

  /**
   * The address, if it is one.
   *
   * @throws IllegalArgumentException when it is not an absolute http or https address, or has user
   *     information
   */
  static URI checked(URI endpoint) {
    String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    boolean known = scheme.equals("http") || scheme.equals("https");
    if (!known || endpoint.getHost() == null || endpoint.getRawUserInfo() != null) {
      throw new IllegalArgumentException("not an http or https address: " + endpoint);
    }
    return endpoint;
  }
}
