package ai.kompl.regops.control;

/** Who carries a control out. */
public enum ControlNature {
  MANUAL,
  AUTOMATED,
  HYBRID
}
