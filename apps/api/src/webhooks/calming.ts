/**
 * When nothing that has failed is tried any longer, how it failed says nothing of webhook $1. For the transaction that ends the trying; it has locked
 * the webhook.
 */
export const calming = `
  update webhooks set failing_since = null, failed_attempts = 0, warned_hours = 0
   where id = $1 and failing_since is not null
     and not exists (select from webhook_lanes where webhook_id = $1 and failures > 0 and coalesce(status, 'processing') = 'processing')`;
