/**
 * Stands in the bundle where age-encryption would bring kinds of keys that this house does not use: post-quantum,
 * P-256 tags, passphrases. Half of the bytes stay away from a cheap phone. `seal.js` lets no such key come this far.
 */
const absent = () => {
  throw new Error("this bundle knows X25519 keys only");
};
export const MLKEM768X25519 = { getPublicKey: absent, encapsulate: absent, decapsulate: absent };
export const MLKEM768P256 = { encapsulate: absent };
export const p256 = { lengths: {} };
export const scrypt = absent;
