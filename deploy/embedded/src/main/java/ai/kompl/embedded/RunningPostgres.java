package ai.kompl.embedded;

/**
 * A PostgreSQL that answered as ours.
 *
 * @param adopted whether an earlier JVM had started it
 */
record RunningPostgres(ChildProcess process, int port, String password, boolean adopted) {}
