package ai.kompl.tenants.licence;

/** What a licence allows now. */
public enum LicenceState {
  /** All that its plan has. */
  VALID,
  /** The same for a little while, though it is over. */
  GRACE,
  /** Reading only. */
  EXPIRED
}
