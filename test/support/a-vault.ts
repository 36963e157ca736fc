import { secretKeyVault } from '../../connectors/embedded/key-vault.ts';

const secret = (n: number) => `a secret of thirty-two characters, number ${n}`;

/** Vaults of secrets by number: the first encrypts, the others still open. */
export const vaultOf = (current: number, ...previous: readonly number[]) =>
  secretKeyVault({ current: secret(current), previous: previous.map(secret) }, 'a test');
