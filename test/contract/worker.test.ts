import { startWorkerEdge } from '../support/system.ts';
import { describeEdge } from './edge-contract.ts';

describeEdge('Workers', { startEdge: startWorkerEdge, changeWithin: 3_000, revocationWithin: 3_000 });
