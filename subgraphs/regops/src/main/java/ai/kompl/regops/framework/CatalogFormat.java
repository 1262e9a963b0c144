package ai.kompl.regops.framework;

/** Formats of a control catalogue. */
public enum CatalogFormat {
  /** The catalogue model of NIST OSCAL 1.x in JSON. */
  OSCAL_JSON,
  /** Our own format {@code kompl-catalogue/1}, described beside the shipped catalogues. */
  NATIVE
}
