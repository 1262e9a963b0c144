/** What may be kept: kinds of files by their first bytes, declared hashes, malware scanners. */
@NullMarked
package ai.kompl.tenancy.vault.content;

import org.jspecify.annotations.NullMarked;
