/** A text that only a vault can read again. */
export interface Sealed {
  /** Names the key it was encrypted with: a secret's fingerprint, or a key of a key management service. */
  readonly keyId: string;
  readonly ciphertext: string;
}

/**
 * Encrypts small secrets for storage. Several keys may stand for decrypting; one of them encrypts. `context` names the
 * place that the secret belongs to: moved to another one it does not open.
 */
export interface KeyVault {
  /** Of the key that encrypts now: what is sealed with another one is due to be sealed again. */
  readonly currentKeyId: string;
  encrypt(text: string, context: string): Promise<Sealed>;
  /** @throws MusterError DENIED for a key that this vault does not have, RESPONSE_INVALID for a text that does not open */
  decrypt(sealed: Sealed, context: string): Promise<string>;
}
