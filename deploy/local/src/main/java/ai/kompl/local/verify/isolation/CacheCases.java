package ai.kompl.local.verify.isolation;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** X32 and X33: what is cached in Redis, read and moved by somebody who got at that Redis. */
final class CacheCases {
  private static final String ALL = "*:kompl:cache:*";

  private CacheCases() {}

  static List<Case> all() {
    return List.of(
        new Case("X32", "cached values read, moved and named in Redis", CacheCases::values),
        new Case("X33", "a change that drops what the other has cached", CacheCases::drops));
  }

  private static void values(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    Side victim = scene.victim();
    try (var redis = new Line(scene)) {
      warm(scene, verdict);
      Map<String, byte[]> mine = redis.of(side);
      Map<String, byte[]> theirs = redis.of(victim);
      verdict.control("values of both", !mine.isEmpty() && !theirs.isEmpty(), mine + " " + theirs);
      for (byte[] value : theirs.values()) {
        verdict.sees(side, "a value", new String(value, StandardCharsets.UTF_8));
      }
      theirs.forEach((_, value) -> {
        mine.keySet().forEach(name -> redis.put(name, value));
        verdict.own(side, "over a moved value", read(side));
      });
      mine.keySet().forEach(redis::drop);
      verdict.own(side, "after it", read(side));
    }
    String named =
        "control_" + side.tenant().value().substring(0, 8) + "_{" + victim.tenant() + "}";
    for (String id : List.of(named, named + ":kompl:cache:*", "{" + victim.tenant() + "}")) {
      verdict.refuses(side, id, side.client().send(Scene.CONTROL, Map.of("id", id)));
    }
  }

  private static void warm(Scene scene, Verdict verdict) {
    for (Side one : List.of(scene.attacker(), scene.victim())) {
      for (int i = 0; i < 3; i++) {
        verdict.own(one, "a cached reading", read(one));
      }
    }
  }

  private static String read(Side side) {
    return side.client().send(Scene.CONTROL, Map.of("id", side.first("Control"))).toString();
  }

  private static void drops(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    Side victim = scene.victim();
    try (var redis = new Line(scene)) {
      warm(scene, verdict);
      Map<String, byte[]> theirs = redis.of(victim);
      Map<String, byte[]> mine = redis.of(side);
      for (String id : List.of(side.first("Control"), victim.first("Control"))) {
        var input = Map.of("id", id, "objective", side.canary() + " X33");
        String answer =
            side.client()
                .send(
                    "mutation U($i: UpdateControlInput!) { updateControl(input: $i) { control { objective } userErrors { code } } }",
                    Map.of("i", input))
                .toString();
        verdict.sees(side, "a change", answer);
      }
      verdict.control("the own values", !same(mine, redis.of(side)), mine.keySet() + " are left");
      verdict.holds("the other's values", same(theirs, redis.of(victim)), "one was dropped");
    }
    verdict.own(victim, "after it", read(victim));
  }

  private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(entry -> Arrays.equals(entry.getValue(), other.get(entry.getKey())));
  }

  /** A line of one's own to the Redis that caches. */
  private static final class Line implements AutoCloseable {
    private final RedisClient client;
    private final RedisCommands<byte[], byte[]> commands;

    Line(Scene scene) {
      client = RedisClient.create(scene.arena().redisUrl());
      commands = client.connect(ByteArrayCodec.INSTANCE).sync();
    }

    /** The side's cached values, by name. */
    Map<String, byte[]> of(Side side) {
      var found = new TreeMap<String, byte[]>();
      for (byte[] name : commands.keys(ALL)) {
        String text = new String(name, StandardCharsets.US_ASCII);
        byte[] value = commands.type(name).equals("string") ? commands.get(name) : null;
        if (text.startsWith("{" + side.tenant() + "}") && value != null) {
          found.put(text, value);
        }
      }
      return found;
    }

    void put(String name, byte[] value) {
      commands.set(name.getBytes(StandardCharsets.US_ASCII), value);
    }

    void drop(String name) {
      commands.del(name.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }
}
