import { Inject, Injectable } from '@nestjs/common';
import dns from 'node:dns/promises';
import net from 'node:net';
import { DomainError, webhookLimits } from '@app/domain';
import { ENV, type Env } from '../platform/config.js';
import { contains, isPublic, rangesOf } from './private-address.js';

/** Why requests may not go to an address: programs find it as the code at `/url`. */
export type UrlFault = 'malformed' | 'too_long' | 'scheme' | 'user_info' | 'port' | 'private_address';

const sentences: Record<UrlFault, string> = {
  malformed: 'is no address of the form https://host/path',
  too_long: `is longer than ${webhookLimits.url} characters`,
  scheme: 'does not begin with https://',
  user_info: 'holds a name or a password; send them in a header of your own',
  port: 'has a port other than 443 and 8443',
  private_address: 'leads to an address that is not on the public internet',
};

const lookUpMs = 2_000;

/**
 * Which addresses webhooks may reach: public ones by https on port 443 or 8443, and whatever lies in WEBHOOK_ALLOW_PRIVATE by http or
 * https on any port.
 */
@Injectable()
export class WebhookUrls {
  private readonly allowed: net.BlockList;
  private readonly isAnyAllowed: boolean;

  constructor(@Inject(ENV) { WEBHOOK_ALLOW_PRIVATE }: Pick<Env, 'WEBHOOK_ALLOW_PRIVATE'>) {
    this.allowed = rangesOf(WEBHOOK_ALLOW_PRIVATE);
    this.isAnyAllowed = WEBHOOK_ALLOW_PRIVATE.length > 0;
  }

  /** Whether a request to the URL may go to this IP address. */
  permits(url: URL, address: string): boolean {
    return contains(this.allowed, address) || (isUsual(url) && isPublic(address));
  }

  /** What is wrong with a URL, as far as can be said without asking for its name. */
  fault(url: URL): UrlFault | undefined {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme';
    if (url.username || url.password) return 'user_info';
    const address = literal(url);
    if (address ? contains(this.allowed, address) : this.isAnyAllowed) return undefined;
    if (address && !isPublic(address)) return 'private_address';
    return usualFault(url);
  }

  /**
   * The URL as it will be called. Refuses with `webhook_url` what no request may go to, also when its name leads there by now. A name
   * that is not known yet is let pass: each request asks again.
   */
  async check(text: string): Promise<string> {
    if (text.length > webhookLimits.url) throw refused('too_long');
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url) throw refused('malformed');
    const fault = this.fault(url) ?? (literal(url) ? undefined : await this.faultOfName(url));
    if (fault) throw refused(fault);
    if (url.href.length > webhookLimits.url) throw refused('too_long');
    return url.href;
  }

  private async faultOfName(url: URL): Promise<UrlFault | undefined> {
    const found = await Promise.race([
      dns.lookup(url.hostname, { all: true }).catch(() => []),
      new Promise<[]>((resolve) => setTimeout(resolve, lookUpMs, []).unref()),
    ]);
    const isPermitted = found.every(({ address }) => this.permits(url, address));
    if (found.length ? isPermitted : isUsual(url)) return undefined;
    return found.some(({ address }) => !contains(this.allowed, address) && !isPublic(address)) ? 'private_address' : usualFault(url);
  }
}

/** The IP address that a URL names instead of a host. Whatever its spelling, the URL parser has made the usual one of it. */
export function literal({ hostname }: URL): string | undefined {
  const address = hostname.replace(/^\[|\]$/g, '');
  return net.isIP(address) ? address : undefined;
}

const isUsual = (url: URL) => !usualFault(url);

function usualFault({ protocol, port }: URL): UrlFault | undefined {
  if (protocol !== 'https:') return 'scheme';
  return port === '' || port === '8443' ? undefined : 'port';
}

const refused = (fault: UrlFault) =>
  new DomainError('webhook_url', `The address of a webhook ${sentences[fault]}.`, [
    { pointer: '/url', code: fault, message: sentences[fault] },
  ]);
