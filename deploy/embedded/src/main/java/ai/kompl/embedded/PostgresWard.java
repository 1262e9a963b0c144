package ai.kompl.embedded;

/**
 * How the embedded PostgreSQL is looked after.
 *
 * @param settings those of its start, with its port
 */
record PostgresWard(PostgresSettings settings, PostgresData data)
    implements ServerWatch.Ward<RunningPostgres> {
  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public ChildProcess process(RunningPostgres running) {
    return running.process();
  }

  /**
   * After a SIGTERM PostgreSQL refuses new sessions but serves the old ones for as long as they
   * like: with pooled sessions that is neither running nor ended. It is told to end at once.
   */
  @Override
  public void seenAlive(RunningPostgres running) {
    if (Postmaster.isStopping(data.path())) {
      running.process().signal("INT");
    }
  }

  @Override
  public RunningPostgres startAgain(RunningPostgres ended) {
    return new PostgresStart(settings, data).run();
  }
}
