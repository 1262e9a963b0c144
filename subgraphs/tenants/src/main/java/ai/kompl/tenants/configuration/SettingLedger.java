package ai.kompl.tenants.configuration;

import ai.kompl.kit.UuidSource;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenancy.data.PlatformTransaction;
import ai.kompl.tenancy.events.EventDraft;
import ai.kompl.tenants.authority.Authority;
import ai.kompl.tenants.configuration.SettingStore.Kept;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Changes settings: all of an order or nothing, each with its line in the history, its audit entry
 * and its event in one transaction. What is set to what it was is no change.
 */
public final class SettingLedger {
  /** A value that a setting shall have; empty for none of its own. */
  record Wish(Setting setting, Optional<String> value) {}

  /**
   * What shall be changed.
   *
   * @param everywhere whether for the whole platform instead of the tenant
   * @param by who, acting for the tenant meant
   */
  record Order(List<Wish> wishes, boolean everywhere, Optional<String> reason, Caller by) {
    TenantId tenant() {
      return by.tenant();
    }
  }

  private static final String CHANGED = "tenants.setting.changed";

  private final PlatformDatabase database;
  private final SecretProtection protection;
  private final UuidSource ids;
  private final SettingStore store = new SettingStore();

  public SettingLedger(PlatformDatabase database, SecretProtection protection, UuidSource ids) {
    this.database = database;
    this.protection = protection;
    this.ids = ids;
  }

  /** Does it, and answers with all settings of the tenant as they are then. */
  List<TenantSetting> carryOut(Order order) {
    Instant now = ids.clock().instant().truncatedTo(ChronoUnit.MICROS);
    return database.write(tx -> {
      store.lock(tx, order.everywhere() ? "" : order.tenant().value());
      Map<String, Kept> before = before(tx, order);
      for (Wish wish : order.wishes()) {
        change(tx, order, wish, Optional.ofNullable(before.get(wish.setting().key())), now);
      }
      return SettingsInForce.resolved(store.all(tx, order.tenant()));
    });
  }

  private Map<String, Kept> before(PlatformTransaction tx, Order order) {
    List<String> keys = order.wishes().stream().map(wish -> wish.setting().key()).toList();
    List<Kept> kept =
        order.everywhere() ? store.platforms(tx, keys) : store.own(tx, order.tenant(), keys);
    return kept.stream().collect(Collectors.toMap(Kept::key, Function.identity()));
  }

  private void change(
      PlatformTransaction tx, Order order, Wish wish, Optional<Kept> before, Instant now) {
    boolean secret = wish.setting().isSecret();
    boolean neither = before.isEmpty() && wish.value().isEmpty();
    boolean equal =
        !secret && before.isPresent() && before.flatMap(Kept::text).equals(wish.value());
    if (neither || equal) {
      return;
    }
    write(tx, order, wish, now);
    var line =
        new SettingChange(
            ids.next(),
            wish.setting().key(),
            before.flatMap(Kept::text),
            secret ? Optional.empty() : wish.value(),
            order.reason(),
            now,
            order.by().actor());
    if (order.everywhere()) {
      store.rememberForAll(tx, line);
    } else {
      store.remember(tx, order.tenant(), line);
    }
    tell(tx, order, wish);
  }

  private int write(PlatformTransaction tx, Order order, Wish wish, Instant now) {
    String key = wish.setting().key();
    if (wish.value().isEmpty()) {
      return order.everywhere()
          ? store.forgetForAll(tx, key)
          : store.forget(tx, order.tenant(), key);
    }
    Kept kept = kept(order, wish.setting(), wish.value().get(), now);
    return order.everywhere() ? store.keepForAll(tx, kept) : store.keep(tx, order.tenant(), kept);
  }

  private Kept kept(Order order, Setting setting, String value, Instant now) {
    var change = new TenantSetting.Change(now, order.by().actor(), 0);
    var level = order.everywhere() ? SettingLevel.PLATFORM : SettingLevel.TENANT;
    if (!setting.isSecret()) {
      return new Kept(setting.key(), level, Optional.of(value), Optional.empty(), change);
    }
    byte[] sealed =
        protection.seal(order.tenant(), setting.key(), value.getBytes(StandardCharsets.UTF_8));
    return new Kept(setting.key(), level, Optional.empty(), Optional.of(sealed), change);
  }

  /** Says which setting, never its value: that is in the history, under the tenant's rights. */
  private static void tell(PlatformTransaction tx, Order order, Wish wish) {
    String subject = Authority.globalId(order.tenant());
    String details =
        "{\"key\":\"%s\",\"level\":\"%s\",\"set\":%s}"
            .formatted(
                wish.setting().key(),
                order.everywhere() ? SettingLevel.PLATFORM : SettingLevel.TENANT,
                wish.value().isPresent());
    var entry = AuditEntry.change(CHANGED, "Tenant", subject, details);
    tx.audit(order.by(), order.reason().map(entry::because).orElse(entry));
    tx.publish(order.tenant(), new EventDraft(CHANGED, "Tenant", subject, details));
  }
}
