package ai.kompl.regops.requirement;

import ai.kompl.dataloaders.CacheRule;
import ai.kompl.dataloaders.DropRule;
import ai.kompl.tenancy.cache.CacheSpec;
import ai.kompl.tenancy.cache.ValueCodec;
import ai.kompl.tenancy.cache.ValueReader;
import ai.kompl.tenancy.cache.ValueWriter;
import java.util.List;

/** How requirements are kept near. */
final class RequirementCaching implements ValueCodec<Requirement> {
  /** Requirements in use by id. A version never changes; they go and come with its framework. */
  static final CacheRule<Requirement> BY_ID =
      new CacheRule<>(
          CacheSpec.of("regops.requirements", 1),
          new RequirementCaching(),
          List.of(
              DropRule.all("regops.framework-version.imported"),
              DropRule.all("regops.framework.deleted"),
              DropRule.all("regops.framework.restored"),
              DropRule.all("regops.framework-version.disposed")));

  @Override
  public void write(Requirement value, ValueWriter to) {
    to.uuid(value.id())
        .uuid(value.frameworkVersionId())
        .number(value.ordinal())
        .text(value.ref())
        .text(value.title())
        .optional(value.text(), to::text)
        .optional(value.guidance(), to::text)
        .word(value.kind())
        .optional(value.kindLabel(), to::text)
        .flag(value.assessable())
        .flag(value.active())
        .number(value.weight())
        .number(value.level())
        .list(value.path(), to::text)
        .text(value.family())
        .optional(value.parentId(), to::uuid)
        .list(value.implementationGroups(), to::text)
        .list(value.assessmentObjectives(), to::text)
        .list(value.links(), link -> to.word(link.relation()).uuid(link.requirementId()));
  }

  @Override
  public Requirement read(ValueReader from) {
    return new Requirement(
        from.uuid(),
        from.uuid(),
        from.integer(),
        from.text(),
        from.text(),
        from.optional(from::text),
        from.optional(from::text),
        from.word(RequirementKind.class),
        from.optional(from::text),
        from.flag(),
        from.flag(),
        from.integer(),
        from.integer(),
        from.list(from::text),
        from.text(),
        from.optional(from::uuid),
        from.list(from::text),
        from.list(from::text),
        from.list(() -> new RequirementLink(from.word(RequirementRelation.class), from.uuid())));
  }
}
