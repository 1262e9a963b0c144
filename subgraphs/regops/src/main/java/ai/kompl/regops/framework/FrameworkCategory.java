package ai.kompl.regops.framework;

/** What kind of duty a framework is about. */
public enum FrameworkCategory {
  SECURITY,
  PRIVACY,
  FINANCIAL,
  HEALTH,
  PAYMENT,
  AI,
  OTHER
}
