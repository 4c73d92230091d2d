import type { Logger } from '../shared/logging/logger.ts';
import type { ControlPlaneConfig } from './config.ts';
import type { WebhookSettings } from './domain/webhooks/webhook-endpoints.ts';
import { createSecretBox } from './model/secret-box.ts';
import { addWebhookMetrics } from './observability/webhook-metrics.ts';
import type { Database } from './store/database/database.ts';
import { readOldestDueSeconds } from './store/webhooks/delivery-queue.ts';
import type { Subsystem } from './subsystem.ts';
import { createAddressGuard } from './webhooks/address-guard.ts';
import { createDeliveryWorker } from './webhooks/delivery-worker.ts';
import { resealSecrets } from './webhooks/reseal-secrets.ts';
import { createWebhookSender } from './webhooks/webhook-sender.ts';

export function webhookSettingsOf({
  secretsKey,
  previousSecretsKey,
  webhookAllowedNetworks = [],
}: Pick<
  ControlPlaneConfig,
  'secretsKey' | 'previousSecretsKey' | 'webhookAllowedNetworks'
>): WebhookSettings {
  const guard = createAddressGuard(webhookAllowedNetworks);
  if (secretsKey === undefined) return { guard };
  return { guard, secretBox: createSecretBox(secretsKey, previousSecretsKey) };
}

export interface WebhookSubsystemDeps {
  readonly sql: Database;
  readonly webhookSettings: WebhookSettings;
  readonly random: () => number;
  readonly logger: Logger;
}

/** Sends webhooks. Without `SECRETS_KEY` it sends none; other control planes may. */
export function createWebhookSubsystem({
  sql,
  webhookSettings: { guard, secretBox },
  random,
  logger,
}: WebhookSubsystemDeps): Subsystem {
  if (secretBox === undefined) return { name: 'webhooks' };
  const send = createWebhookSender(guard);
  const worker = createDeliveryWorker({ sql, secretBox, send, random, logger });
  return {
    name: 'webhooks',
    addMetrics: (builder) => addWebhookMetrics(builder, worker.outcomes, () => readOldestDueSeconds(sql)),
    async start() {
      await resealSecrets(sql, secretBox, logger);
      worker.start();
    },
    stop: worker.stop,
  };
}
