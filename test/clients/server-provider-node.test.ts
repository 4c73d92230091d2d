import { startNodeEdge } from '../support/system.ts';
import { describeServerProvider } from './server-provider.ts';

describeServerProvider('Node', { startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 });
