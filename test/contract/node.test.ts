import { startNodeEdge } from '../support/system.ts';
import { describeEdge } from './edge-contract.ts';

describeEdge('Node', { startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 });
