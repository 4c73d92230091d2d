import type { Telemetry } from './telemetry.ts';

/** Loads OpenTelemetry if a service name is given. Without one its modules are not read. */
export async function loadTelemetry(serviceName: string | undefined): Promise<Telemetry | undefined> {
  if (serviceName === undefined) return undefined;
  const { startTelemetry } = await import('./open-telemetry.ts');
  return startTelemetry(serviceName);
}
