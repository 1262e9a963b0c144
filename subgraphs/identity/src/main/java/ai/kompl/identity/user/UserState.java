package ai.kompl.identity.user;

/** Whether an account may be used. */
public enum UserState {
  ACTIVE,
  DISABLED
}
