package ai.kompl.regops.imports;

import ai.kompl.regops.framework.CatalogFormat;

/** What is to be imported, and how. */
public record ImportOrder(
    String uploadId, CatalogFormat format, FrameworkDetails details, boolean dryRun) {}
