import { startWorkerEdge } from '../support/system.ts';
import { describeServerProvider } from './server-provider.ts';

describeServerProvider('Workers', {
  startEdge: startWorkerEdge,
  changeWithin: 3_000,
  revocationWithin: 3_000,
});
