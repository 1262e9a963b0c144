package ai.kompl.local.verify.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** X11, X13 to X15: text that wants to be a statement. */
final class InjectionCases {
  private static final List<String> TEXTS =
      List.of(
          "' or '1'='1",
          "'; set role %s; select '",
          "'; reset role; --",
          "\\'; select 1; --",
          "$$; set local role %s; $$",
          "') union select title from %s.regops_control --",
          "'||set_config('role','%s',true)||'",
          "'; copy %s.regops_control to stdout; --",
          "'; set search_path = %s; --",
          "%%', search_path = '%s",
          "\u02bc or 1=1 --",
          "%%",
          "_%%",
          "\\");

  private InjectionCases() {}

  static List<Case> all() {
    return List.of(
        new Case("X11", "statements in every text of every query", InjectionCases::queries),
        new Case("X13", "patterns in every search", InjectionCases::patterns),
        new Case("X14", "statements under the tenant's own role", InjectionCases::statements),
        new Case(
            "X15", "statements in the names of new tenants and objects", InjectionCases::names));
  }

  private static void queries(Scene scene, Verdict verdict) {
    for (RootCall call : scene.calls()) {
      for (String path : call.isMutation() ? List.<String>of() : call.texts()) {
        for (String text : TEXTS) {
          String aimed = text.replace("%s", scene.victim().tenant().role()).replace("%%", "%");
          JsonNode answer = ask(scene.attacker(), call, path, aimed);
          String where = call.coordinate() + " " + path + " " + aimed;
          verdict.sees(scene.attacker(), where, answer.toString());
          verdict.holds(where, !answer.toString().contains("\"INTERNAL\""), answer.toString());
        }
        JsonNode own = ask(scene.victim(), call, path, scene.victim().canary());
        verdict.sees(scene.victim(), call.coordinate() + " " + path, own.toString());
        if (path.endsWith(".text")) {
          verdict.own(scene.victim(), call.coordinate() + " " + path, own.toString());
        }
      }
    }
  }

  private static JsonNode ask(Side side, RootCall call, String path, String text) {
    var fill = RootCall.Fill.of(position -> List.of(side.first(position.type())));
    var operation = call.build(fill.setting(path, text));
    return side.client().send(operation.text(), operation.variables());
  }

  private static void patterns(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String canary = scene.victim().canary();
    for (String text : List.of(canary, "%" + canary + "%", canary.replace('-', '_'), "%eta%")) {
      JsonNode found = controls(side, text);
      verdict.sees(side, text, found.toString());
    }
    verdict.own(scene.victim(), "the same text", controls(scene.victim(), canary).toString());
  }

  private static JsonNode controls(Side side, String text) {
    return side.client()
        .send(
            "query T($text: String) { controls(first: 5, filter: { text: $text }) { totalCount edges { node { title } } } }",
            Map.of("text", text));
  }

  /** What would help someone who did get a statement in. */
  private static void statements(Scene scene, Verdict verdict) {
    String own = scene.attacker().tenant().role();
    String other = scene.victim().tenant().role();
    String theirs = scene.victim().tenant().schema();
    for (String statement :
        List.of(
            "select title from " + theirs + ".regops_control",
            "insert into " + theirs + ".regops_control (id) values (gen_random_uuid())",
            "select set_config('role', '" + other + "', true)",
            "update pg_settings set setting = '" + other + "' where name = 'role'",
            "do $$ begin perform 1; end $$",
            "create function f() returns int language sql as 'select 1'",
            "create table t (a int)",
            "create temp table t (a int)",
            "copy (select 1) to program 'true'",
            "select pg_notify('a', 'b')",
            "select pg_advisory_lock(42)",
            "select lo_create(0)",
            "select pg_read_file('/etc/hostname')",
            "select * from pg_stat_activity",
            "select * from pg_stat_user_tables",
            "select * from pg_stats",
            "select * from private.key_holders where tenant = '" + scene.victim().tenant() + "'",
            "select secret from public.identity_user",
            "select password_hash from public.identity_user",
            "alter role " + own + " superuser",
            "grant " + other + " to " + own)) {
      verdict.holds(statement, scene.owner().refusedAs(own, statement), "the statement was run");
    }
    for (String table :
        List.of("audit_events", "outbox", "schedule", "deleted_records", "stored_objects")) {
      String sql =
          "select count(*) from private."
              + table
              + " where tenant <> '"
              + scene.attacker().tenant()
              + "'";
      verdict.holds(sql, scene.owner().numberAs(own, sql) == 0, "rows of others are seen");
    }
    String sql = "select count(*) from " + scene.attacker().tenant().schema() + ".regops_control";
    verdict.control(sql, scene.owner().numberAs(own, sql) > 0, "no own rows are seen");
  }

  private static void names(Scene scene, Verdict verdict) {
    for (String text : TEXTS) {
      String aimed = text.replace("%s", scene.victim().tenant().schema()).replace("%%", "%");
      verdict.holds(
          "slug " + aimed, !scene.arena().provisions(aimed, "name"), "it was provisioned");
    }
    String name = "x'); drop schema " + scene.victim().tenant().schema() + " cascade; --";
    verdict.control("slug", scene.arena().provisions("delta", name), "it was refused");
    verdict.own(
        scene.victim(),
        "after it",
        scene
            .victim()
            .client()
            .send(Scene.CONTROL, Map.of("id", scene.victim().first("Control")))
            .toString());
  }
}
