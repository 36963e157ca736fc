import { getAtt, holdsTexts, is, isThere, ref, sub } from '../expectations.ts';
import type { Expectation, Rule } from '../rule.ts';
import { functions, roleOf } from './security.ts';

const area = 'security';
const stack = 'regional';
const inVpc: Rule['when'] = ({ parameters }) => parameters.vpc === 'yes' || parameters.cache === 'yes';

const everywhere = '0.0.0.0/0';
const within = '10.42.0.0/16';
const service = (name: string) => sub(`com.amazonaws.\${AWS::Region}.${name}`);
const gateways = { S3: 's3', DynamoDb: 'dynamodb' };
const interfaces = {
  Sqs: 'sqs',
  Secrets: 'secretsmanager',
  Kms: 'kms',
  Logs: 'logs',
  XRay: 'xray',
  Rekognition: 'rekognition',
};

const entry = (name: string, egress: boolean, cidr: string, from: number, to: number): Expectation[] => [
  is([`PrivateAcl${name}`, 'RuleAction'], 'allow'),
  is([`PrivateAcl${name}`, 'Egress'], egress),
  is([`PrivateAcl${name}`, 'CidrBlock'], cidr),
  is([`PrivateAcl${name}`, 'PortRange'], { From: from, To: to }),
];

export const networkRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'a network, as an option: functions inside, AWS’ services by endpoints, platforms by NAT',
    when: inVpc,
    expects: [
      is(['Network', 'CidrBlock'], '10.42.0.0/16'),
      // Endpoints are found by the names that AWS' services have everywhere.
      is(['Network', 'EnableDnsHostnames'], true),
      is(['Network', 'EnableDnsSupport'], true),
      is(['GatewayAttachment', 'InternetGatewayId'], ref('Gateway')),
      is(['PublicRoute', 'DestinationCidrBlock'], everywhere),
      is(['PublicRoute', 'GatewayId'], ref('Gateway')),
      is(['PublicRoute', '@DependsOn'], ['GatewayAttachment']),
      ...functions.flatMap((name) => [
        is([`${name}LambdaFunction`, 'VpcConfig', 'SubnetIds'], [ref('PrivateSubnetA'), ref('PrivateSubnetB')]),
        is([`${name}LambdaFunction`, 'VpcConfig', 'SecurityGroupIds'], [ref('FunctionsGroup')]),
        // Without it Lambda cannot put a function there.
        holdsTexts([roleOf(name), 'ManagedPolicyArns'], 'AWSLambdaVPCAccessExecutionRole'),
      ]),
      ...Object.entries(gateways).flatMap(([id, name]) => [
        is([`${id}Endpoint`, 'ServiceName'], service(name)),
        is([`${id}Endpoint`, 'VpcEndpointType'], 'Gateway'),
        is([`${id}Endpoint`, 'RouteTableIds'], [ref('PrivateRoutesA'), ref('PrivateRoutesB')]),
      ]),
      ...Object.entries(interfaces).flatMap(([id, name]) => [
        is([`${id}Endpoint`, 'ServiceName'], service(name)),
        is([`${id}Endpoint`, 'VpcEndpointType'], 'Interface'),
        is([`${id}Endpoint`, 'PrivateDnsEnabled'], true),
        is([`${id}Endpoint`, 'SubnetIds'], [ref('PrivateSubnetA'), ref('PrivateSubnetB')]),
        is([`${id}Endpoint`, 'SecurityGroupIds'], [ref('EndpointsGroup')]),
      ]),
      ...['A', 'B'].flatMap((zone) => [
        is([`PrivateRoute${zone}`, 'NatGatewayId'], ref(`Nat${zone}`)),
        is([`PrivateRoute${zone}`, 'DestinationCidrBlock'], everywhere),
        is([`Nat${zone}`, 'AllocationId'], getAtt(`Nat${zone}Address`, 'AllocationId')),
        is([`Nat${zone}`, 'SubnetId'], ref(`PublicSubnet${zone}`)),
        is([`Nat${zone}Address`, '@DependsOn'], ['GatewayAttachment']),
        is([`PublicSubnet${zone}Routes`, 'RouteTableId'], ref('PublicRoutes')),
        is([`PrivateSubnet${zone}Routes`, 'RouteTableId'], ref(`PrivateRoutes${zone}`)),
        ...['Public', 'Private'].flatMap((kind) => [
          isThere([`${kind}Subnet${zone}`, 'CidrBlock']),
          // One zone that fails takes half of it along.
          is([`${kind}Subnet${zone}`, 'AvailabilityZone'], {
            'Fn::Select': [zone === 'A' ? 0 : 1, { 'Fn::GetAZs': '' }],
          }),
        ]),
      ]),
    ],
  },
  {
    area,
    stack,
    name: 'security groups and network ACLs, with the network',
    when: inVpc,
    expects: [
      is(['FunctionsGroup', 'VpcId'], ref('Network')),
      is(
        ['FunctionsGroup', 'SecurityGroupEgress'],
        [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: everywhere, Description: 'Platforms and AWS' },
          { IpProtocol: 'tcp', FromPort: 6379, ToPort: 6380, CidrIp: within, Description: 'Cache' },
        ],
      ),
      is(['EndpointsGroup', 'VpcId'], ref('Network')),
      is(
        ['EndpointsGroup', 'SecurityGroupIngress'],
        [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: ref('FunctionsGroup') }],
      ),
      ...['A', 'B'].map((zone) => is([`PrivateSubnet${zone}Acl`, 'NetworkAclId'], ref('PrivateAcl'))),
      ...entry('OutHttps', true, everywhere, 443, 443),
      ...entry('OutWithin', true, within, 1024, 65535),
      ...entry('InWithin', false, within, 443, 443),
      ...entry('InAnswers', false, everywhere, 1024, 65535),
    ],
  },
];
