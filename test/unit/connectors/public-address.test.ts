import { isLoopbackAddress, isPublicAddress } from '../../../connectors/lms/public-address.ts';

const refused: readonly (readonly [string, readonly string[]])[] = [
  ['this network', ['0.0.0.0', '0.255.255.255']],
  ['private, 10', ['10.0.0.1', '10.255.255.255']],
  ['carrier-grade NAT', ['100.64.0.1', '100.127.255.255']],
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
  ['link-local, metadata services', ['169.254.0.1', '169.254.169.254', 'fe80::1', 'fe80::a9fe:a9fe']],
  ['private, 172.16', ['172.16.0.1', '172.31.255.255']],
  ['protocol assignments', ['192.0.0.1', '192.0.0.170']],
  ['documentation', ['192.0.2.1', '198.51.100.7', '203.0.113.9', '2001:db8::1', '3fff::1']],
  ['6to4', ['192.88.99.1', '2002:7f00:1::']],
  ['private, 192.168', ['192.168.0.1', '192.168.255.255']],
  ['benchmarks', ['198.18.0.1', '198.19.255.255']],
  ['multicast', ['224.0.0.1', '239.255.255.250', 'ff02::1']],
  ['reserved, broadcast', ['240.0.0.1', '255.255.255.255']],
  ['unspecified', ['::']],
  ['unique local, a cloud’s metadata among them', ['fc00::1', 'fdff::1', 'fd00:ec2::254']],
  ['IPv4-mapped', ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8']],
  ['IPv4-compatible', ['::127.0.0.1', '::7f00:1']],
  ['NAT64', ['64:ff9b::7f00:1', '64:ff9b::169.254.169.254']],
  ['Teredo', ['2001::1', '2001:0:53aa:64c::1']],
  ['no address', ['', 'localhost', '1.2.3', '0x7f.0.0.1']],
];

describe('addresses that a service call may go to', () => {
  it.each(refused.flatMap(([what, addresses]) => addresses.map((address) => [what, address] as const)))(
    'are not those of %s: %s',
    (_what, address) => {
      expect(isPublicAddress(address)).toBe(false);
    },
  );

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '126.0.0.1',
    '128.0.0.1',
  ])('are public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '172.15.255.255',
    '172.32.0.1',
    '192.167.0.1',
    '192.169.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00::1',
  ])('are public beside a range that is not: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('are loopback when they say so plainly', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1'].map(isLoopbackAddress)).toEqual([true, true, true]);
    expect(['::ffff:127.0.0.1', '::ffff:7f00:1', '10.0.0.1', 'localhost', ''].map(isLoopbackAddress)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
