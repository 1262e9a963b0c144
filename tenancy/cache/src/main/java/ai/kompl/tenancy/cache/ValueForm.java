package ai.kompl.tenancy.cache;

import java.util.Optional;

/**
 * The written form of a cached value: the whole name it belongs to, tenant included, the version of
 * its form, and the value or that there is none; sealed under the tenant's key for that name.
 *
 * @param <V> the value
 */
final class ValueForm<V> {
  private final int version;
  private final ValueCodec<V> codec;
  private final ValueSeal seal;

  ValueForm(int version, ValueCodec<V> codec, ValueSeal seal) {
    this.version = version;
    this.codec = codec;
    this.seal = seal;
  }

  byte[] write(CacheKey key, Optional<V> value) {
    var writer = new ValueWriter().text(key.text()).number(version);
    writer.optional(value, it -> codec.write(it, writer));
    return seal.seal(key.tenant(), key.text(), writer.toByteArray());
  }

  /** What was written for exactly that key; empty when it is anything else. */
  Optional<Optional<V>> read(CacheKey key, byte[] sealed) {
    return seal.open(key.tenant(), key.text(), sealed).flatMap(plain -> readPlain(key, plain));
  }

  private Optional<Optional<V>> readPlain(CacheKey key, byte[] plain) {
    try {
      var reader = new ValueReader(plain);
      if (!reader.text().equals(key.text()) || reader.number() != version) {
        return Optional.empty();
      }
      Optional<V> value = reader.optional(() -> codec.read(reader));
      return reader.atEnd() ? Optional.of(value) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
