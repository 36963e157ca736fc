import { settleConditions } from '../../../../scripts/infrastructure/conditions.ts';
import type { Template } from '../../../../scripts/infrastructure/template.ts';

const template = (domain: string): Template => ({
  Conditions: {
    HasDomain: { 'Fn::Not': [{ 'Fn::Equals': [domain, ''] }] },
    Plain: { 'Fn::And': [{ 'Fn::Not': [{ Condition: 'HasDomain' }] }, { 'Fn::Equals': ['a', 'a'] }] },
    Either: { 'Fn::Or': [{ Condition: 'HasDomain' }, { Condition: 'Plain' }] },
  },
  Resources: {
    Record: { Type: 'AWS::Route53::RecordSet', Condition: 'HasDomain', Properties: {} },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: { 'Fn::If': ['HasDomain', domain, { 'Fn::If': ['Plain', 'plain', 'never'] }] },
        KmsMasterKeyId: { 'Fn::If': ['HasDomain', 'key', { Ref: 'AWS::NoValue' }] },
        Tags: [{ 'Fn::If': ['HasDomain', { Key: 'a', Value: 'b' }, { Ref: 'AWS::NoValue' }] }],
      },
    },
  },
  Outputs: { Domain: { Condition: 'HasDomain', Value: domain } },
});

describe('conditions of a template', () => {
  it('given that they hold, keep what is under them', () => {
    const { Resources, Outputs } = settleConditions(template('muster.example.edu'));
    expect(Object.keys(Resources)).toEqual(['Record', 'Queue']);
    expect(Resources.Queue?.Properties).toEqual({
      QueueName: 'muster.example.edu',
      KmsMasterKeyId: 'key',
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(Object.keys(Outputs ?? {})).toEqual(['Domain']);
  });

  it('given that they do not, leave out resources, properties, elements and outputs', () => {
    const { Resources, Outputs } = settleConditions(template(''));
    expect(Resources).toEqual({ Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'plain', Tags: [] } } });
    expect(Outputs).toEqual({});
  });

  it('refuses a condition that is not there, or that cannot be told beforehand', () => {
    const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::If': ['Nowhere', 'a', 'b'] } } };
    expect(() => settleConditions({ Resources: { Queue: queue } })).toThrow('there is no condition Nowhere');
    expect(() => settleConditions({ Conditions: { A: { Condition: 'A' } }, Resources: {} })).toThrow('cannot be told');
    expect(() => settleConditions({ Conditions: { A: { Ref: 'B' } }, Resources: {} })).toThrow('cannot be told');
  });
});
