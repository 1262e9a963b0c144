package ai.kompl.regops.framework;

/** What may be done with the text of a framework. */
public enum LicenceTerms {
  PUBLIC_DOMAIN,
  CC_BY,
  /**
   * The text must be licensed; without it a requirement has its reference and a short label only.
   */
  LICENSED_CONTENT,
  /** Written by the tenant or for this product. */
  OWN,
  /** The catalogue does not say. */
  UNKNOWN
}
