package ai.kompl.tenants.configuration;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.TotalCount;
import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserError;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenants.authority.Authority;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The queries and the mutation on settings. */
public final class SettingResolvers {
  private static final String REFUSED = "tenants.settings.update-refused";
  private static final String HISTORY_REFUSED = "tenants.settings.history-refused";
  private static final ListId HISTORY =
      new ListId("tenants.settingHistory", "changed_at desc,id desc");
  private static final int MAX_KEY = 100;
  private static final int MAX_REASON = 1_000;
  private static final int MOST_CHANGES = 50;

  /** The payload of {@code updateTenantSettings}. */
  record Payload(Optional<List<TenantSetting>> settings, List<UserError> userErrors) {}

  private final PlatformDatabase database;
  private final Authority authority;
  private final SettingsInForce inForce;
  private final SettingLedger ledger;
  private final SettingStore store = new SettingStore();

  public SettingResolvers(
      PlatformDatabase database,
      Authority authority,
      SettingsInForce inForce,
      SettingLedger ledger) {
    this.database = database;
    this.authority = authority;
    this.inForce = inForce;
    this.ledger = ledger;
  }

  /** The resolvers of the queries and the mutation. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("tenantSettings", request -> inForce.of(request.caller().tenant()))
        .query("tenantSettingHistory", this::history)
        .mutation("updateTenantSettings", this::update)
        .type("TenantSetting", TenantSetting.class)
        .type("TenantSettingChange", SettingChange.class)
        .build();
  }

  private Connection<SettingChange> history(Resolution request) {
    Caller caller = request.caller();
    // The cursor first: whoever brings a foreign one learns no more than that it is none.
    PageRequest page = request.page(HISTORY);
    authority.requireAdmin(caller, HISTORY_REFUSED);
    Optional<String> key = request.arguments().optionalText("key", MAX_KEY);
    TenantId tenant = caller.tenant();
    List<SettingChange> rows = database.read(tx -> store.history(tx, tenant, key, page));
    var total = new TotalCount.Direct(() -> database.read(tx -> store.count(tx, tenant, key)));
    return Connection.of(page, rows, SettingChange::position, total);
  }

  private Payload update(Resolution request) {
    Caller caller = request.caller();
    Input input = request.input();
    boolean everywhere = input.bool("everywhere", false);
    authority.requireAdmin(caller, REFUSED);
    if (everywhere) {
      authority.requireOperator(caller, REFUSED);
    }
    TenantId tenant = authority.meant(caller, input.optionalString("tenant"), REFUSED);
    List<SettingLedger.Wish> wishes = wishes(input, caller, everywhere);
    Optional<String> reason = input.optionalText("reason", MAX_REASON);
    Caller by = Authority.within(caller, tenant);
    var order = new SettingLedger.Order(wishes, everywhere, reason, by);
    return new Payload(Optional.of(ledger.carryOut(order)), List.of());
  }

  private List<SettingLedger.Wish> wishes(Input input, Caller caller, boolean everywhere) {
    List<Input> changes = input.objects("changes");
    if (changes.isEmpty() || changes.size() > MOST_CHANGES) {
      throw input.invalid("changes", "must have 1 to " + MOST_CHANGES + " entries");
    }
    var seen = new HashSet<Setting>();
    var wishes = new ArrayList<SettingLedger.Wish>();
    for (Input change : changes) {
      Setting setting =
          Setting.of(change.text("key", MAX_KEY))
              .orElseThrow(
                  () -> change.invalid("key", "names no setting; tenantSettings lists them all"));
      if (!seen.add(setting)) {
        throw change.invalid("key", "is named twice");
      }
      requireOwner(setting, change, caller, everywhere);
      wishes.add(new SettingLedger.Wish(setting, value(setting, change)));
    }
    return List.copyOf(wishes);
  }

  private void requireOwner(Setting setting, Input change, Caller caller, boolean everywhere) {
    if (everywhere && setting.isSecret()) {
      throw change.invalid("key", "names a secret, which each organization has for itself");
    }
    if (everywhere) {
      return;
    }
    if (setting.owner() == SettingOwner.OPERATOR) {
      authority.requireOperator(caller, REFUSED);
    }
    if (setting.owner() == SettingOwner.PLATFORM) {
      throw change.invalid("key", "names a setting that is the same for all organizations");
    }
  }

  private static Optional<String> value(Setting setting, Input change) {
    try {
      return change.optionalString("value").map(setting.form()::canonical);
    } catch (IllegalArgumentException e) {
      throw change.invalid("value", "of " + setting.key() + " must be " + setting.form().bounds());
    }
  }
}
