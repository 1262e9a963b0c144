package ai.kompl.regops.control;

import ai.kompl.dataloaders.CacheRule;
import ai.kompl.dataloaders.DropRule;
import ai.kompl.tenancy.cache.CacheSpec;
import ai.kompl.tenancy.cache.ValueCodec;
import ai.kompl.tenancy.cache.ValueReader;
import ai.kompl.tenancy.cache.ValueWriter;
import java.util.stream.Stream;

/** How controls are kept near. */
final class ControlCaching implements ValueCodec<Control> {
  /** Controls in use by id. */
  static final CacheRule<Control> BY_ID =
      new CacheRule<>(
          CacheSpec.of("regops.controls", 1),
          new ControlCaching(),
          Stream.concat(
                  Stream.of(ControlLedger.What.values())
                      .map(what -> DropRule.one(ControlLedger.eventType(what))),
                  Stream.of(DropRule.one("regops.control.disposed")))
              .toList());

  @Override
  public void write(Control value, ValueWriter to) {
    to.uuid(value.id()).number(value.version());
    text(value.written(), to);
    to.instant(value.createdAt())
        .uuid(value.createdById())
        .instant(value.updatedAt())
        .uuid(value.updatedById())
        .optional(value.deletedAt(), to::instant);
  }

  private static void text(ControlText value, ValueWriter to) {
    to.text(value.ref())
        .text(value.title())
        .optional(value.objective(), to::text)
        .word(value.type())
        .word(value.nature())
        .optional(value.frequency(), to::text)
        .optional(value.reviewEveryDays(), days -> to.number(days))
        .list(value.tags(), to::text)
        .optional(value.ownerId(), to::uuid);
  }

  @Override
  public Control read(ValueReader from) {
    return new Control(
        from.uuid(),
        from.integer(),
        text(from),
        from.instant(),
        from.uuid(),
        from.instant(),
        from.uuid(),
        from.optional(from::instant));
  }

  private static ControlText text(ValueReader from) {
    return new ControlText(
        from.text(),
        from.text(),
        from.optional(from::text),
        from.word(ControlType.class),
        from.word(ControlNature.class),
        from.optional(from::text),
        from.optional(from::integer),
        from.list(from::text),
        from.optional(from::uuid));
  }
}
