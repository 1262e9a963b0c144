package ai.kompl.tenancy.vault.key;

import java.net.URI;
import java.nio.file.Path;

/**
 * How HashiCorp Vault's transit engine is reached.
 *
 * @param address Vault's address, with the scheme
 * @param mount where the engine is mounted, such as {@code transit}
 * @param key the name of the engine's key, of type {@code aes256-gcm96}
 * @param tokenFile the file of the token; read at each call, so that Vault's agent can renew it
 */
public record TransitSettings(URI address, String mount, String key, Path tokenFile) {}
