package ai.kompl.tenancy.data;

/** What is done within a transaction on shared tables. */
@FunctionalInterface
public interface PlatformWork<T> {
  /** Does the work; an exception rolls all of it back. */
  T run(PlatformTransaction transaction);
}
