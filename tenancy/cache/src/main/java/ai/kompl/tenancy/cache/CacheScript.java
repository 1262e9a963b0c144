package ai.kompl.tenancy.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The commands as Redis runs them. The first letter of what is stored says what it is: a value, a
 * lease, a fence, or the generation of a group.
 *
 * <p>A generation begins with the run id of the server that made it, which a server gets anew with
 * each start and does not share with its replicas. So after a restart or a failover, where the last
 * commands may be lost, every group begins anew and whatever survived is void.
 */
enum CacheScript {
  TAKE(
      """
      local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
      local generation = redis.call('GET', KEYS[1])
      if generation and string.sub(generation, 1, 1) == 'F' then
        local all = {''}
        for i = 2, #KEYS do all[i] = 'F' end
        return all
      end
      if not generation or string.sub(generation, 1, 1 + #run) ~= 'G' .. run then
        generation = 'G' .. run .. ARGV[1]
        redis.call('SET', KEYS[1], generation, 'PX', 86400000)
      end
      local own = string.sub(generation, -16)
      local all = {own}
      for i = 2, #KEYS do
        local it = redis.call('GET', KEYS[i])
        local kind = it and string.sub(it, 1, 1)
        if kind == 'V' and string.sub(it, 2, 17) == own then
          if string.sub(it, 18, 33) == ARGV[i + 1] then all[i] = '=' else all[i] = 'V' .. string.sub(it, 18) end
        elseif kind == 'F' then
          all[i] = 'F'
        elseif kind == 'L' then
          all[i] = it
        else
          redis.call('SET', KEYS[i], 'L' .. ARGV[1], 'PX', ARGV[2])
          all[i] = 'T'
        end
      end
      return all
      """),
  STORE(
      """
      local generation = redis.call('GET', KEYS[1])
      local current = generation and string.sub(generation, 1, 1) == 'G' and string.sub(generation, -16) == ARGV[2]
      local done = {}
      for i = 2, #KEYS do
        done[i - 1] = 0
        if current and redis.call('GET', KEYS[i]) == 'L' .. ARGV[1] then
          redis.call('SET', KEYS[i], 'V' .. ARGV[2] .. ARGV[1] .. ARGV[2 * i], 'PX', ARGV[2 * i - 1])
          done[i - 1] = 1
        end
      end
      return done
      """),
  RELEASE(
      """
      for i = 1, #KEYS do
        if redis.call('GET', KEYS[i]) == 'L' .. ARGV[1] then redis.call('DEL', KEYS[i]) end
      end
      return {}
      """),
  FENCE(
      """
      local were = {}
      for i = 1, #KEYS do
        local it = redis.call('GET', KEYS[i])
        were[i] = it and string.sub(it, 1, 1) == 'V' and 1 or 0
        redis.call('SET', KEYS[i], 'F' .. ARGV[1], 'PX', ARGV[2])
      end
      return were
      """),
  DROP(
      """
      for i = 1, #KEYS do
        if i <= tonumber(ARGV[2]) then
          local it = redis.call('GET', KEYS[i])
          if it and (string.sub(it, 1, 1) ~= 'F' or it == 'F' .. ARGV[1]) then redis.call('DEL', KEYS[i]) end
        else
          redis.call('SET', KEYS[i], '1', 'PX', ARGV[3])
        end
      end
      return {}
      """),
  DROP_UNLESS(
      """
      if redis.call('EXISTS', KEYS[1]) == 1 then return {0} end
      for i = 2, #KEYS do redis.call('DEL', KEYS[i]) end
      redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
      return {1}
      """);

  private final String text;
  private final String digest;

  CacheScript(String text) {
    this.text = text;
    this.digest = digest(text);
  }

  byte[] text() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The name under which the server knows a script that it has run before. */
  String digest() {
    return digest;
  }

  private static String digest(String text) {
    try {
      // The server names scripts by SHA-1; nothing is protected by it.
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is part of every JDK", e);
    }
  }
}
