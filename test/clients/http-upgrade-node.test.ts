import { startNodeEdge } from '../support/system.ts';
import { describeHttpUpgrade } from './http-upgrade.ts';

describeHttpUpgrade('Node', { startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 });
