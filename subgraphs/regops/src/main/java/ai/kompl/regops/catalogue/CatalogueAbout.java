package ai.kompl.regops.catalogue;

import ai.kompl.regops.framework.FrameworkCategory;
import ai.kompl.regops.framework.LicenceTerms;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a catalogue says about itself.
 *
 * @param refCode short code of the framework
 * @param label the publisher's name of the version
 * @param sourceUri where the publisher offers the catalogue
 */
public record CatalogueAbout(
    String refCode,
    String name,
    Optional<String> publisher,
    Optional<String> jurisdiction,
    FrameworkCategory category,
    LicenceTerms licenceTerms,
    String label,
    String title,
    Optional<LocalDate> publishedOn,
    Optional<LocalDate> effectiveOn,
    Optional<String> sourceUri) {}
