import { isIP } from 'node:net';
import { LIMITS } from '../../model/limits.ts';
import { invalidRequest } from '../../model/request-error.ts';
import type { AddressGuard } from '../../webhooks/address-guard.ts';

/**
 * Refuses what can never be sent to. A name is resolved, and its address checked, when it is connected to.
 *
 * @throws RequestError INVALID_REQUEST
 */
export function assertWebhookUrl(text: string, guard: AddressGuard): void {
  const fault = faultOf(text, guard);
  if (fault !== undefined) throw invalidRequest([{ path: 'url', message: fault }]);
}

function faultOf(text: string, guard: AddressGuard): string | undefined {
  if (text.length > LIMITS.webhookUrl || !URL.canParse(text)) {
    return `must be a URL of at most ${LIMITS.webhookUrl} characters`;
  }
  const { protocol, username, password, hostname, hash } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && guard.allowsHttp)) {
    return 'must begin with https://; http:// is for networks in WEBHOOK_ALLOWED_NETWORKS';
  }
  if (username !== '' || password !== '' || hash !== '') return 'must have no user, password or fragment';
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !guard.isAllowed(address, protocol)) {
    return 'must not be in a private or reserved network; the operator can allow one with WEBHOOK_ALLOWED_NETWORKS';
  }
  return undefined;
}
