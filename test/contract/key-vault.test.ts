import { secretKeyVault } from '../../connectors/embedded/key-vault.ts';
import { describeKeyVault } from './key-vault-contract.ts';

const secret = (n: number) => `a secret of thirty-two characters, number ${n}`;

describeKeyVault('secrets', async () => ({
  vault: secretKeyVault({ current: secret(1), previous: [] }),
  rotated: secretKeyVault({ current: secret(2), previous: [secret(1)] }),
  stranger: secretKeyVault({ current: secret(3), previous: [] }),
}));

it('a secret is not told by the name of its key', () => {
  const { currentKeyId } = secretKeyVault({ current: secret(1), previous: [] });
  expect(currentKeyId).toMatch(/^[\w-]{16}$/);
  expect(secret(1)).not.toContain(currentKeyId);
});

it('what was encrypted for one purpose does not open for another of the same secret', async () => {
  const secrets = { current: secret(1), previous: [] };
  const sealed = await secretKeyVault(secrets, 'one').encrypt('text', 'p');
  await expect(secretKeyVault(secrets, 'another').decrypt(sealed, 'p')).rejects.toMatchObject({ code: 'DENIED' });
});
