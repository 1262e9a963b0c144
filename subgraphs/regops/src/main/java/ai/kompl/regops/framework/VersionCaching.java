package ai.kompl.regops.framework;

import ai.kompl.dataloaders.CacheRule;
import ai.kompl.dataloaders.DropRule;
import ai.kompl.tenancy.cache.CacheSpec;
import ai.kompl.tenancy.cache.ValueCodec;
import ai.kompl.tenancy.cache.ValueReader;
import ai.kompl.tenancy.cache.ValueWriter;
import java.util.List;

/** How framework versions are kept near. */
final class VersionCaching implements ValueCodec<FrameworkVersion> {
  /**
   * Versions in use by id. They go and come with their framework, and one that is disposed of is
   * taken out of those that superseded it.
   */
  static final CacheRule<FrameworkVersion> BY_ID =
      new CacheRule<>(
          CacheSpec.of("regops.frameworkVersions", 1),
          new VersionCaching(),
          List.of(
              DropRule.one("regops.framework-version.imported"),
              DropRule.all("regops.framework.deleted"),
              DropRule.all("regops.framework.restored"),
              DropRule.all("regops.framework-version.disposed")));

  @Override
  public void write(FrameworkVersion value, ValueWriter to) {
    to.uuid(value.id())
        .uuid(value.frameworkId())
        .text(value.label())
        .text(value.title())
        .optional(value.publishedOn(), to::date)
        .optional(value.effectiveOn(), to::date)
        .optional(value.supersedesId(), to::uuid)
        .text(value.checksum())
        .optional(value.sourceUri(), to::text)
        .word(value.format())
        .number(value.counts().entries())
        .number(value.counts().active())
        .number(value.counts().families())
        .number(value.counts().nodes())
        .instant(value.createdAt())
        .uuid(value.createdById());
  }

  @Override
  public FrameworkVersion read(ValueReader from) {
    return new FrameworkVersion(
        from.uuid(),
        from.uuid(),
        from.text(),
        from.text(),
        from.optional(from::date),
        from.optional(from::date),
        from.optional(from::uuid),
        from.text(),
        from.optional(from::text),
        from.word(CatalogFormat.class),
        new CatalogCounts(from.integer(), from.integer(), from.integer(), from.integer()),
        from.instant(),
        from.uuid());
  }
}
