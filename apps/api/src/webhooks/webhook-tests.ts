import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  DomainError,
  eventExample,
  notFound,
  webhookLimits,
  type Actor,
  type Webhook,
  type WebhookTest,
  type WebhookTestResult,
} from '@app/domain';
import { Audit } from '../access/audit.js';
import { WebhookClient, type Answer } from './webhook-client.js';
import { WebhookTargets } from './webhook-targets.js';
import { WebhookRepository } from './webhook.repository.js';

/** Whoever tries a webhook waits for the answer, so it is given no longer. */
const longestMs = 10_000;

/** Tries webhooks, whether they are enabled or not: a request like any other, but no event, no failure, and nothing moves. */
@Injectable()
export class WebhookTests {
  constructor(
    private readonly db: DataSource,
    private readonly webhooks: WebhookRepository,
    private readonly targets: WebhookTargets,
    private readonly client: WebhookClient,
    private readonly audit: Audit,
  ) {}

  async run(actor: Actor, id: number, { eventType }: WebhookTest): Promise<WebhookTestResult> {
    const target = await this.targets.of(id);
    if (!target) throw notFound('webhook', id);
    const { attemptId, payload } = await this.db.transaction((tx) => this.begin(tx, actor, id));
    const message = { id: `evt_test_${attemptId}`, headers: { 'webhook-test': 'true' } };
    const body = JSON.stringify(bodyOf(message.id, id, eventType ?? 'webhook.test', payload));
    const answer = await this.client.post({ ...target, timeoutMs: Math.min(target.timeoutMs, longestMs) }, { ...message, body });
    await this.end(attemptId, answer);
    const { ok, status, timings, remoteAddress, responseHeaders, responseBody, requestHeaders, errorClass, error } = answer;
    return {
      ok,
      status,
      durationMs: timings.total,
      timings,
      remoteAddress,
      responseHeaders,
      responseBody,
      request: { url: target.url, headers: requestHeaders, body },
      error: errorClass && { class: errorClass, message: error ?? '' },
    };
  }

  /** The attempt is written before it is made, so that those under way count too. */
  private async begin(tx: EntityManager, actor: Actor, id: number): Promise<{ attemptId: number; payload: Webhook['payload'] }> {
    const webhook = await this.webhooks.findForUpdate(tx, id);
    if (!webhook) throw notFound('webhook', id);
    const [{ count, seconds }] = await tx.query(
      `select count(*)::int as count, ceil(extract(epoch from min(sent_at) + interval '1 minute' - now()))::int as seconds
         from attempts where webhook_id = $1 and trigger = 'test' and sent_at > now() - interval '1 minute'`,
      [id],
    );
    if (count >= webhookLimits.testsPerMinute)
      throw new DomainError('rate_limited', `A webhook is tried ${count} times a minute at most. Try again in ${seconds} s.`, undefined, {
        retryAfter: seconds,
      });
    const [{ attemptId }] = await tx.query(
      `insert into attempts (webhook_id, attempt_no, trigger, sent_at, ok, error_class, error, total_ms, request_headers, response_headers)
       values ($1, 1, 'test', now(), false, 'timeout', 'No answer yet.', 0, '{}', '{}') returning id as "attemptId"`,
      [id],
    );
    await this.audit.note(tx, actor, 'webhook.test', `webhook:${id}`, { attemptId });
    return { attemptId, payload: webhook.payload };
  }

  private async end(attemptId: number, { timings, ...answer }: Answer): Promise<void> {
    await this.db.query(
      `update attempts set ok = $2, status = $3, error_class = $4, error = $5, dns_ms = $6, connect_ms = $7, tls_ms = $8, first_byte_ms = $9,
              total_ms = $10, remote_address = $11, request_headers = $12, response_headers = $13, response_body = $14
        where id = $1`,
      [
        attemptId,
        answer.ok,
        answer.status,
        answer.errorClass,
        answer.error,
        timings.dns,
        timings.connect,
        timings.tls,
        timings.firstByte,
        timings.total,
        answer.remoteAddress,
        JSON.stringify(answer.requestHeaders),
        JSON.stringify(answer.responseHeaders),
        answer.responseBody,
      ],
    );
  }
}

/** An event that never happened, in the form of one that does. */
function bodyOf(messageId: string, webhookId: number, type: Parameters<typeof eventExample>[0], payload: Webhook['payload']): object {
  const example = eventExample(type, payload);
  const data = { ...example.data, ...(type === 'webhook.test' && { webhookId }) };
  return { ...example, id: messageId, timestamp: new Date().toISOString(), data };
}
