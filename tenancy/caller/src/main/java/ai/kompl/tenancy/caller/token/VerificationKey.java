package ai.kompl.tenancy.caller.token;

import java.security.interfaces.RSAPublicKey;

/**
 * A public key that verifies access tokens.
 *
 * @param keyId the name under which tokens refer to it
 * @param publicKey the key
 */
public record VerificationKey(String keyId, RSAPublicKey publicKey) {}
