package ai.kompl.local.verify.durability;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.local.verify.durability.Journal.Op;
import ai.kompl.local.verify.durability.Journal.Outcome;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantDraft;
import ai.kompl.tenancy.vault.FieldCipher;
import ai.kompl.tenancy.vault.FieldPlace;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.UnreadableException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keys are made, rotated, wrapped anew and destroyed while secrets are written: what was
 * acknowledged can always be read, and of destroyed keys nothing is left.
 */
final class KeyScenario implements Scenario {
  private static final String PURPOSE = "durable.secret";
  private static final int SECRETS = 5;

  @Override
  public List<String> seams() {
    return List.of(
        "StoredKeys.add", "KeyRotation.reencrypt", "KeyCustody.rewrap", "KeyCustody.destroy");
  }

  @Override
  public void work(Workplace place, Stage stage) {
    var cipher = new FieldCipher(place.keys(), new SecureRandom());
    TenantDatabase database = place.data().tenantDatabase("durable");
    for (int n = 0; n < 40; n++) {
      for (int i = 0; i < SECRETS; i++) {
        keep(database, cipher, stage, stage.run() + ":" + n + "." + i);
      }
      place.keys().rotate(stage.tenant(), PURPOSE);
      place.data().keyRotation(cipher).reencrypt(stage.tenant());
      if (place.masters() instanceof MasterKeyFile file) {
        file.renew();
        place.data().keyCustody().rewrap(file);
      }
      destroyed(place, stage, n);
    }
  }

  private static void keep(TenantDatabase database, FieldCipher cipher, Stage stage, String id) {
    stage.journal().invoke(id, "secrets");
    byte[] sealed = cipher.encrypt(field(stage.tenant(), id), plain(id));
    database.write(
        stage.caller(),
        tx -> tx.update("insert into durable_secret (id, sealed) values (?, ?)", id, sealed));
    stage.journal().ok(id, 0);
  }

  /** A tenant whose keys are destroyed as soon as there are some. */
  private static void destroyed(Workplace place, Stage stage, int n) {
    String slug = "shredded-" + stage.tenant() + "-" + stage.run() + "-" + n;
    TenantId tenant =
        place.data().registry().provision(new TenantDraft(slug, slug), Stage.operator()).id();
    place.keys().current(tenant, PURPOSE);
    stage.journal().invoke(tenant.value(), "shredded");
    place.data().keyCustody().destroy(tenant, Stage.operator());
    stage.journal().ok(tenant.value(), 0);
  }

  private static FieldPlace field(TenantId tenant, String id) {
    return new FieldPlace(tenant, PURPOSE, id);
  }

  private static byte[] plain(String id) {
    return ("the secret of " + id).getBytes(UTF_8);
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) {
    List<Finding> findings = new ArrayList<>();
    // What was broken off is done again, by whoever is told to.
    var cipher = new FieldCipher(place.keys(), new SecureRandom());
    place.data().keyRotation(cipher).reencrypt(stage.tenant());
    place.data().keyCustody().rewrap(place.masters());
    Map<String, byte[]> secrets = secrets(place, stage);
    for (Op op : stage.journal().read()) {
      if (op.aggregate().equals("secrets")) {
        if (op.outcome() == Outcome.OK && !secrets.containsKey(op.id())) {
          findings.add(new Finding(Kind.LOST, op.toString()));
        }
      } else {
        findings.addAll(shredded(source.look(), op));
      }
    }
    secrets.forEach((id, sealed) -> {
      if (!readable(cipher, field(stage.tenant(), id), sealed, id)) {
        findings.add(new Finding(Kind.LOST, "the secret " + id + " cannot be read"));
      }
    });
    return findings;
  }

  private static Map<String, byte[]> secrets(Workplace place, Stage stage) {
    return place
        .data()
        .tenantDatabase("durable")
        .read(
            stage.caller(),
            tx ->
                tx
                    .query(
                        "select id, sealed from durable_secret",
                        row -> Map.entry(row.string("id"), row.bytes("sealed")))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static boolean readable(FieldCipher cipher, FieldPlace field, byte[] sealed, String id) {
    try {
      return new String(cipher.decrypt(field, sealed), UTF_8).equals(new String(plain(id), UTF_8));
    } catch (UnreadableException | ProblemException e) {
      return false;
    }
  }

  /** Keys and the note that they are destroyed never go together; nor does the audit record. */
  private static List<Finding> shredded(OwnerView look, Op op) {
    long keys =
        look.number("select count(*) from private.tenant_keys where tenant = '" + op.id() + "'");
    long noted =
        look.number(
            "select count(*) from private.key_holders where destroyed_at is not null and tenant = '"
                + op.id()
                + "'");
    long told =
        look.number(
            "select count(*) from private.audit_events where action ="
                + " 'tenants.tenant.keys-destroyed' and tenant = '"
                + op.id()
                + "'");
    boolean torn = noted != told || (noted > 0) == (keys > 0);
    boolean lost = op.outcome() == Outcome.OK && noted == 0;
    return torn || lost
        ? List.of(
            new Finding(
                lost ? Kind.LOST : Kind.TORN,
                "%s: %d keys, destroyed %d, told %d".formatted(op, keys, noted, told)))
        : List.of();
  }
}
