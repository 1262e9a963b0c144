package ai.kompl.gateway.security;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which web pages may talk to the gateway. A request without an {@code Origin} header is no page's;
 * the server's own pages always may; others only when listed.
 */
public final class OriginRules {
  private final Set<String> allowed;

  /**
   * The rules for the given origins.
   *
   * @param allowed origins as browsers write them: scheme, host and port when not the default
   */
  public OriginRules(Set<String> allowed) {
    this.allowed = new TreeSet<>(allowed.stream().map(OriginRules::checked).toList());
  }

  private static String checked(String origin) {
    URI uri = URI.create(origin);
    boolean whole = uri.getHost() != null && uri.getScheme() != null;
    if (!whole || !(uri.getScheme() + "://" + uri.getAuthority()).equals(origin)) {
      throw new IllegalArgumentException(
          "an allowed origin has the form https://host[:port], not: " + origin);
    }
    return origin.toLowerCase(Locale.ROOT);
  }

  /** Refuses a page that is neither ours nor listed. */
  public void check(Optional<String> origin, Optional<String> host) {
    if (!allows(origin, host)) {
      throw RefusedException.of(
          Refusal.ORIGIN_NOT_ALLOWED,
          "Pages of this origin may not use the endpoint; an operator can allow the origin.");
    }
  }

  /** Whether a request with these {@code Origin} and {@code Host} headers may pass. */
  public boolean allows(Optional<String> origin, Optional<String> host) {
    return origin.isEmpty() || sameHost(origin.get(), host) || listed(origin.get());
  }

  /** Whether the origin is on the list, so that its page may read the answer. */
  public boolean listed(String origin) {
    return allowed.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static boolean sameHost(String origin, Optional<String> host) {
    int scheme = origin.indexOf("://");
    return scheme > 0
        && host.isPresent()
        && origin.substring(scheme + 3).equalsIgnoreCase(host.get());
  }
}
