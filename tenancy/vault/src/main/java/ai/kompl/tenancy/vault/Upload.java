package ai.kompl.tenancy.vault;

/**
 * A file that is kept.
 *
 * @param id how clients refer to it
 * @param bytes its length
 * @param contentType its media type as declared
 */
public record Upload(UploadId id, long bytes, String contentType) {}
