import net from 'node:net';

/** IPv4 that is not for the internet: the special-purpose ranges of the IANA registry. */
const special4 = rangesOf([
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
]);

/** IPv6 the other way round: global unicast, less what is special in it. So forms that hide an IPv4 address are out, known or not. */
const global6 = rangesOf(['2000::/3']);
const special6 = rangesOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/** Whether an IP address belongs to the public internet; what is no address does not. */
export function isPublic(address: string): boolean {
  if (net.isIPv4(address)) return !contains(special4, address);
  return contains(global6, address) && !contains(special6, address);
}

/** Ranges in the form `10.0.0.0/8` as a list that can be asked. */
export function rangesOf(ranges: string[]): net.BlockList {
  const list = new net.BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), net.isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Whether an address lies in one of the ranges; one with a zone (`fe80::1%eth0`) lies in none. */
export const contains = (ranges: net.BlockList, address: string): boolean =>
  net.isIP(address) !== 0 && !address.includes('%') && ranges.check(address, net.isIPv4(address) ? 'ipv4' : 'ipv6');
