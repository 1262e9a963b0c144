package ai.kompl.identity;

import ai.kompl.identity.key.KeyProtection;

/** Turns every bit over: enough to see whether what is kept went through the protection. */
final class Mirror implements KeyProtection {

  @Override
  public byte[] seal(String keyId, byte[] plain) {
    byte[] turned = plain.clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] = (byte) ~turned[i];
    }
    return turned;
  }

  @Override
  public byte[] open(String keyId, byte[] sealed) {
    return seal(keyId, sealed);
  }

  @Override
  public boolean isOutdated(String keyId, byte[] sealed) {
    return false;
  }
}
