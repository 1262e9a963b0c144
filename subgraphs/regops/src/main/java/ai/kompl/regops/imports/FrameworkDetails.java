package ai.kompl.regops.imports;

import ai.kompl.kit.Input;
import ai.kompl.regops.catalogue.CatalogueAbout;
import ai.kompl.regops.framework.FrameworkCategory;
import ai.kompl.regops.framework.LicenceTerms;
import java.util.Optional;

/** What the importer says about the framework; what is given wins over the file. */
public record FrameworkDetails(
    Optional<String> refCode,
    Optional<String> name,
    Optional<String> publisher,
    Optional<String> jurisdiction,
    Optional<FrameworkCategory> category,
    Optional<LicenceTerms> licenceTerms) {

  private static final int MAX_CODE = 60;
  private static final int MAX_TEXT = 300;

  /** Nothing: the file knows best. */
  public static final FrameworkDetails NONE =
      new FrameworkDetails(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  static FrameworkDetails of(Input input) {
    return new FrameworkDetails(
        input.optionalText("refCode", MAX_CODE),
        input.optionalText("name", MAX_TEXT),
        input.optionalText("publisher", MAX_TEXT),
        input.optionalText("jurisdiction", MAX_TEXT),
        input.optionalString("category").map(FrameworkCategory::valueOf),
        input.optionalString("licenceTerms").map(LicenceTerms::valueOf));
  }

  CatalogueAbout over(CatalogueAbout file) {
    return new CatalogueAbout(
        refCode.orElse(file.refCode()),
        name.orElse(file.name()),
        publisher.or(file::publisher),
        jurisdiction.or(file::jurisdiction),
        category.orElse(file.category()),
        licenceTerms.orElse(file.licenceTerms()),
        file.label(),
        file.title(),
        file.publishedOn(),
        file.effectiveOn(),
        file.sourceUri());
  }
}
