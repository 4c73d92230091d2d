import type { Redis } from 'ioredis';
import { isReplica, reconnect } from '../../node-process/redis-connection.ts';

export interface PublishTarget {
  readonly redis: Redis;
  /** In a cluster every node passes on what is published, replicas too. */
  readonly isCluster: boolean;
}

/**
 * Publishes on a channel, so that subscribers of the primary get it. After a fail-over that keeps connections, a connection may
 * lead to a replica, which delivers only to its own subscribers, without an error. Then it connects and publishes again.
 */
export async function publishToPrimary(
  { redis, isCluster }: PublishTarget,
  channel: string,
  payloads: readonly string[],
): Promise<void> {
  const publish = () => Promise.all(payloads.map((payload) => redis.publish(channel, payload)));
  const [replica] = await Promise.all([!isCluster && isReplica(redis), publish()]);
  if (!replica) return;
  await reconnect(redis);
  await publish();
}
