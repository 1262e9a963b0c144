package ai.kompl.embedded;

/**
 * How the embedded Redis is looked after.
 *
 * @param settings those of its start, with its port
 */
record RedisWard(RedisSettings settings, DataFolder folder)
    implements ServerWatch.Ward<RunningRedis> {
  @Override
  public String name() {
    return "Redis";
  }

  @Override
  public ChildProcess process(RunningRedis running) {
    return running.process();
  }

  @Override
  public RunningRedis startAgain(RunningRedis ended) {
    return new RedisStart(settings, folder).run();
  }
}
