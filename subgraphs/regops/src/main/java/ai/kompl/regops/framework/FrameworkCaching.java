package ai.kompl.regops.framework;

import ai.kompl.dataloaders.CacheRule;
import ai.kompl.dataloaders.DropRule;
import ai.kompl.tenancy.cache.CacheSpec;
import ai.kompl.tenancy.cache.ValueCodec;
import ai.kompl.tenancy.cache.ValueReader;
import ai.kompl.tenancy.cache.ValueWriter;
import java.util.List;

/** How frameworks are kept near. */
final class FrameworkCaching implements ValueCodec<Framework> {
  /** Frameworks in use by id. An import tells of the version, and changes its framework as well. */
  static final CacheRule<Framework> BY_ID =
      new CacheRule<>(
          CacheSpec.of("regops.frameworks", 1),
          new FrameworkCaching(),
          List.of(
              DropRule.one("regops.framework.deleted"),
              DropRule.one("regops.framework.restored"),
              DropRule.one("regops.framework.disposed"),
              DropRule.all("regops.framework-version.imported")));

  @Override
  public void write(Framework value, ValueWriter to) {
    to.uuid(value.id())
        .number(value.version())
        .text(value.refCode())
        .text(value.name())
        .optional(value.publisher(), to::text)
        .optional(value.jurisdiction(), to::text)
        .word(value.category())
        .word(value.licenceTerms())
        .text(value.scope())
        .optional(value.currentVersionId(), to::uuid)
        .instant(value.createdAt())
        .uuid(value.createdById())
        .instant(value.updatedAt())
        .uuid(value.updatedById())
        .optional(value.deletedAt(), to::instant);
  }

  @Override
  public Framework read(ValueReader from) {
    return new Framework(
        from.uuid(),
        from.integer(),
        from.text(),
        from.text(),
        from.optional(from::text),
        from.optional(from::text),
        from.word(FrameworkCategory.class),
        from.word(LicenceTerms.class),
        from.text(),
        from.optional(from::uuid),
        from.instant(),
        from.uuid(),
        from.instant(),
        from.uuid(),
        from.optional(from::instant));
  }
}
