package ai.kompl.tenants.configuration;

import ai.kompl.tenancy.caller.TenantId;

/** Keeps the values of secret settings. */
public interface SecretProtection {

  /** Encrypts what the tenant has set for that key. */
  byte[] seal(TenantId tenant, String key, byte[] plain);

  /** Decrypts it again. */
  byte[] open(TenantId tenant, String key, byte[] sealed);
}
