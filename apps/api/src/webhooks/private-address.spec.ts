import { describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { contains, isPublic, rangesOf } from './private-address.js';

describe('an address', () => {
  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '93.184.216.34',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '223.255.255.255',
    '2606:2800:220:1::1',
    '2001:200::1',
    '3fff:1000::',
  ])(
    // prettier-ignore
    'like %s is public',
    (address) => expect(isPublic(address)).toBe(true),
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.1.1.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:93.184.216.34',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '64:ff9b::5db8:d822',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2001:1ff::1',
    '2002:5db8:d822::1',
    '3fff::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '',
    'shop.example',
    '127.1',
    '1.2.3.4.5',
  ])('like "%s" is not', (address) => expect(isPublic(address)).toBe(false));

  it('is judged as arithmetic says, wherever it lies', () => {
    const special = [
      '0.0.0.0/8',
      '10.0.0.0/8',
      '100.64.0.0/10',
      '127.0.0.0/8',
      '169.254.0.0/16',
      '172.16.0.0/12',
      '192.0.0.0/24',
      '192.0.2.0/24',
      '192.88.99.0/24',
      '192.168.0.0/16',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '224.0.0.0/4',
      '240.0.0.0/4',
    ].map((range) => {
      const [first, bits] = range.split('/');
      const from = numberOf(first!);
      return [from, from + 2 ** (32 - Number(bits)) - 1] as const;
    });
    const edges = special.flatMap(([from, to]) => [from - 1, from, to, to + 1]);
    const anywhere = Array.from({ length: 100_000 }, () => randomInt(2 ** 32));
    const wrong = [...edges, ...anywhere]
      .filter((number) => number >= 0 && number < 2 ** 32)
      .filter((number) => isPublic(textOf(number)) === special.some(([from, to]) => number >= from && number <= to));
    expect(wrong.map(textOf)).toEqual([]);
  });
});

describe('ranges', () => {
  it.each<[string, string, boolean]>([
    ['127.0.0.0/8', '127.255.0.1', true],
    ['127.0.0.0/8', '128.0.0.0', false],
    ['10.1.2.3/32', '10.1.2.3', true],
    ['127.0.0.0/8', '::ffff:127.0.0.1', true],
    ['127.0.0.0/8', '::1', false],
    ['::1/128', '::1', true],
    ['fe80::/10', 'fe80::1%lo', false],
  ])('%s hold %s: %s', (range, address, isIn) => expect(contains(rangesOf([range]), address)).toBe(isIn));
});

const numberOf = (address: string) => address.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);
const textOf = (number: number) => [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');
