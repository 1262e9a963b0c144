package ai.kompl.regops.control;

/** What a control does about a risk. */
public enum ControlType {
  PREVENTIVE,
  DETECTIVE,
  CORRECTIVE,
  DETERRENT,
  COMPENSATING
}
