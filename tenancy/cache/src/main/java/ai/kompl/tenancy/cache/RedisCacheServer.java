package ai.kompl.tenancy.cache;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * The shared level in Redis 7 or newer, one server or a cluster. All threads share one connection
 * to each node; a command that is not answered in time is given up, and should it be run later all
 * the same, that does no harm.
 */
public final class RedisCacheServer implements CacheServer {
  private static final Duration MARKED = Duration.ofMinutes(10);

  private final RedisLine line;
  private final Duration patience;
  private final LongAdder roundTrips = new LongAdder();

  private RedisCacheServer(RedisLine line, Duration patience) {
    this.line = line;
    this.patience = patience;
  }

  /**
   * A server at that address; it is not connected to before it is asked whether it {@link
   * #answers}.
   *
   * @param url with its password; of a cluster any node
   * @param patience the longest wait for an answer
   */
  public static RedisCacheServer at(URI url, Duration patience) {
    return new RedisCacheServer(new RedisLine(url, patience), patience);
  }

  @Override
  public Taken take(byte[] group, List<byte[]> names, List<Optional<Token>> known, Terms lease) {
    List<byte[]> arguments = new ArrayList<>(List.of(lease.token().bytes(), millis(lease.holds())));
    known.forEach(stamp -> arguments.add(stamp.map(Token::bytes).orElse(new byte[0])));
    List<Object> answer = run(CacheScript.TAKE, with(group, names), arguments);
    List<Entry> entries =
        answer.stream().skip(1).map(byte[].class::cast).map(RedisCacheServer::entry).toList();
    byte[] generation = (byte[]) answer.getFirst();
    // A fenced group has none to tell, and gives no leases either.
    return new Taken(generation.length == 0 ? new Token(0, 0) : Token.read(generation, 0), entries);
  }

  private static Entry entry(byte[] answer) {
    return switch (answer[0]) {
      case '=' -> new Entry.Known();
      case 'V' ->
          new Entry.Value(
              Token.read(answer, 1),
              Bytes.of(Arrays.copyOfRange(answer, 1 + Token.BYTES, answer.length)));
      case 'T' -> new Entry.Leased();
      case 'L' -> new Entry.Busy(Token.read(answer, 1));
      default -> new Entry.Fenced();
    };
  }

  @Override
  public List<Boolean> store(byte[] group, Token generation, List<Stored> values, Token token) {
    List<byte[]> arguments = new ArrayList<>(List.of(token.bytes(), generation.bytes()));
    for (Stored value : values) {
      arguments.add(millis(value.keep()));
      arguments.add(value.sealed().array());
    }
    List<byte[]> names = values.stream().map(it -> it.name().array()).toList();
    return flags(run(CacheScript.STORE, with(group, names), arguments));
  }

  @Override
  public void release(List<byte[]> names, Token token) {
    run(CacheScript.RELEASE, names, List.of(token.bytes()));
  }

  @Override
  public List<Boolean> fence(List<byte[]> names, Terms fence) {
    return flags(
        run(CacheScript.FENCE, names, List.of(fence.token().bytes(), millis(fence.holds()))));
  }

  @Override
  public void drop(List<byte[]> names, Token token, List<byte[]> marks) {
    List<byte[]> all = new ArrayList<>(names);
    all.addAll(marks);
    run(CacheScript.DROP, all, List.of(token.bytes(), number(names.size()), millis(MARKED)));
  }

  @Override
  public boolean dropUnless(byte[] mark, List<byte[]> names) {
    return flags(run(CacheScript.DROP_UNLESS, with(mark, names), List.of(millis(MARKED))))
        .getFirst();
  }

  @Override
  public boolean answers() {
    try {
      return line.answers();
    } catch (RedisException e) {
      return false;
    }
  }

  @Override
  public long roundTrips() {
    return roundTrips.sum();
  }

  @Override
  public void close() {
    line.close();
  }

  private List<Object> run(CacheScript script, List<byte[]> names, List<byte[]> arguments) {
    byte[][] keys = names.toArray(byte[][]::new);
    byte[][] values = arguments.toArray(byte[][]::new);
    var commands = line.commands();
    try {
      return answer(commands.evalsha(script.digest(), ScriptOutputType.MULTI, keys, values));
    } catch (RedisNoScriptException e) {
      return answer(commands.eval(script.text(), ScriptOutputType.MULTI, keys, values));
    }
  }

  private List<Object> answer(RedisFuture<List<Object>> sent) {
    roundTrips.increment();
    try {
      return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      sent.cancel(false);
      throw new CacheAwayException("no answer in time", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RedisNoScriptException unknown) {
        throw unknown;
      }
      throw new CacheAwayException("refused", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CacheAwayException("interrupted", e);
    }
  }

  private static List<byte[]> with(byte[] first, List<byte[]> others) {
    List<byte[]> all = new ArrayList<>(others.size() + 1);
    all.add(first);
    all.addAll(others);
    return all;
  }

  private static List<Boolean> flags(List<Object> answer) {
    return answer.stream().map(it -> it instanceof Long number && number == 1).toList();
  }

  private static byte[] millis(Duration time) {
    return number(Math.max(1, time.toMillis()));
  }

  private static byte[] number(long value) {
    return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
  }
}
