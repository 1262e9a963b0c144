package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While two versions run side by side a script only adds. */
class ExpandRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table a_b (id uuid primary key, name text not null unique)",
        "create table a_b (id uuid); alter table a_b add constraint c check (id is not null)",
        "create table a_b (id uuid); create unique index on a_b (id)",
        "create index a_i on a_b (name)",
        "drop index a_i",
        "alter table a_b add column c text",
        "alter table a_b add column c text not null default 'x'",
        "alter table a_b add c int default 1 not null, add d text",
        "alter table a_b alter column c drop not null",
        "alter table a_b drop constraint a_c",
        "alter table a_b alter c set default 4",
        "update a_b set c = d where c is null",
        "comment on table a_b is 'drop table a_b; truncate a_b'",
        "-- drop table a_b;\ncreate view a_v as select 1 as one /* ; delete from a_b */",
        "create function a_f() returns int language sql as $x$ delete from a_b; select 1 $x$"
      })
  void whatAddsIsTaken(String sql) {
    assertThat(ExpandRule.violation(sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table a_b",
        "DROP  VIEW a_v",
        "select 1; drop table if exists a_b cascade",
        "alter table a_b drop column c",
        "alter table a_b drop if exists c",
        "alter table a_b add column d text, drop c",
        "alter table a_b alter column c drop default",
        "alter table a_b rename to a_c",
        "alter table a_b rename column c to d",
        "alter index a_i rename to a_j",
        "alter type a_t rename value 'x' to 'y'",
        "alter table a_b alter column c type bigint",
        "alter table a_b alter c set data type bigint",
        "alter table a_b alter column c set not null",
        "alter table a_b add column c text not null",
        "alter table a_b add column c int default 1, add column d text not null",
        "alter table a_b add d text not null, add c int default 1",
        "alter table a_b add constraint c check (length(name) < 5)",
        "alter table a_b add constraint c check (length(name) < 5) not valid",
        "alter table a_b add unique (name)",
        "create unique index a_i on a_b (name)",
        "create trigger t before insert on a_b for each row execute function f()",
        "create table a_c (id uuid); create unique index a_i on a_b (name)",
        "alter table a_b enable row level security",
        "alter table a_b set schema other",
        "truncate a_b",
        "with gone as (delete from a_b returning *) insert into a_c select * from gone",
        "revoke select on a_b from x",
        "do $$ begin perform 1; end $$"
      })
  void whatTakesAwayIsRefused(String sql) {
    assertThat(ExpandRule.violation(sql)).isPresent();
    assertThatThrownBy(() -> ExpandRule.check(script(sql)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("V002__x.sql of ledger");
  }

  @Test
  void whatNothingReliesOnAnyMoreIsTakenAwayWithItsVersion() {
    String sql = "alter table a_b drop column c";

    assertThatCode(() ->
            ExpandRule.check(script("-- contract: c is not read or written since 1.4.0\n" + sql)))
        .doesNotThrowAnyException();
    for (String mark :
        new String[] {"-- contract:", "-- contract: c is unused", "-- since 1.4.0"}) {
      assertThatThrownBy(() -> ExpandRule.check(script(mark + "\n" + sql)))
          .as(mark)
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static TenantScript script(String sql) {
    return new TenantScript("ledger", 2, "V002__x.sql", sql);
  }
}
