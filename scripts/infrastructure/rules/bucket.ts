import { getAtt, holdsTexts, is, ref } from '../expectations.ts';
import type { Expectation } from '../rule.ts';
import type { Json } from '../template.ts';

/** What holds of a bucket, whatever it is for. */
export const encrypted = (bucket: string, key: string): Expectation[] => {
  const rule = [bucket, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0] as const;
  return [
    is([...rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm'], 'aws:kms'),
    is([...rule, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID'], getAtt(key, 'Arn')),
    is([...rule, 'BucketKeyEnabled'], true),
  ];
};
export const closed = (bucket: string): Expectation[] =>
  ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((name) =>
    is([bucket, 'PublicAccessBlockConfiguration', name], true),
  );
export const tlsOnly = (bucket: string): Expectation[] => {
  const statement = [`${bucket}Policy`, 'PolicyDocument', 'Statement', { Sid: 'TlsOnly' }] as const;
  return [
    is([`${bucket}Policy`, 'Bucket'], ref(bucket)),
    is([...statement, 'Effect'], 'Deny'),
    is([...statement, 'Principal'], '*'),
    is([...statement, 'Action'], 's3:*'),
    is([...statement, 'Condition'], { Bool: { 'aws:SecureTransport': 'false' } }),
    holdsTexts([...statement, 'Resource'], `"${bucket}","Arn"`, `\${${bucket}.Arn}/*`),
  ];
};
export const lifecycle = (bucket: string, id: string, name: string, value: Json): Expectation =>
  is([bucket, 'LifecycleConfiguration', 'Rules', { Id: id }, name], value);
