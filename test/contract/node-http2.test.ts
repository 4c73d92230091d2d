import { describeTlsEdge } from './tls-contract.ts';

describeTlsEdge('h2');
