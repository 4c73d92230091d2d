import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';

/**
 * A web page with feature flags, as a front-end developer would write it: it shows what the flags say, and what
 * has become of the provider. Edge, key and plan come in the fragment of its address.
 */
const settings = new URLSearchParams(location.hash.slice(1));
const provider = new OFREPWebProvider({
  baseUrl: settings.get('edge') ?? '',
  headers: [['Authorization', `Bearer ${settings.get('key') ?? ''}`]],
});
const client = OpenFeature.getClient();
const contextOf = (plan: string) => ({ targetingKey: 'u-1', plan });

function show(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element) element.textContent = text;
}

function render(): void {
  show('greeting', client.getStringValue('greeting', 'code default'));
  show('price', String(client.getNumberValue('price', 0)));
  show('banner', client.getBooleanValue('banner', false) ? 'shown' : 'hidden');
  show('theme', JSON.stringify(client.getObjectValue('theme', {})));
  show('server-only', client.getBooleanDetails('server-only', false).errorCode ?? 'leaked');
  show('status', client.providerStatus);
}

for (const event of Object.values(ProviderEvents)) client.addHandler(event, render);

document.getElementById('upgrade')?.addEventListener('click', async () => {
  await OpenFeature.setContext(contextOf('premium'));
  render();
});

OpenFeature.setProviderAndWait(provider, contextOf(settings.get('plan') ?? 'free')).then(render, render);
