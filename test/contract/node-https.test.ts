import { describeTlsEdge } from './tls-contract.ts';

describeTlsEdge('http/1.1');
