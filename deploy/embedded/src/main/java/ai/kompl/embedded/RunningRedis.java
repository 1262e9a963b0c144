package ai.kompl.embedded;

/**
 * A Redis that answered as ours.
 *
 * @param adopted whether an earlier JVM had started it
 */
record RunningRedis(ChildProcess process, int port, String password, boolean adopted) {}
