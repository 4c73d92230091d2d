import type { components } from '../../../../shared/management-client/openapi.ts';

type FlagType = components['schemas']['ListedFlag']['type'];
export type ApplicationKind = 'server' | 'client';

/** A flag as far as the examples need it. */
export interface ConnectedFlag {
  readonly key: string;
  readonly type: FlagType;
  readonly clientSide: boolean;
}

/** What the code needs to know. */
export interface ExampleSettings {
  /** The address of the edge, as `edgeAddress` returns it. */
  readonly address: string;
  /** An SDK key, or what stands for one. */
  readonly key: string;
  readonly flagKey: string;
  readonly flagType: FlagType;
}

/** Code in one language that evaluates a flag. */
export interface CodeExample {
  readonly id: string;
  readonly label: string;
  /** The command that installs what the code needs; absent: nothing. */
  readonly install?: string;
  readonly code: string;
}

const EXAMPLE_USER = 'u-1';
const USER = EXAMPLE_USER;

/** The address of an edge without a slash at its end; `undefined` if it is no address of HTTP. */
export function edgeAddress(text: string): string | undefined {
  if (!URL.canParse(text) || /['"`\\\s]/.test(text)) return undefined;
  const { protocol, origin, pathname } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

/** The examples for a kind of application, in the order in which they are offered. */
export function codeExamples(kind: ApplicationKind, settings: ExampleSettings): readonly CodeExample[] {
  return kind === 'client'
    ? [curl(settings), web(settings)]
    : [curl(settings), node(settings), go(settings), java(settings), python(settings), dotnet(settings)];
}

function curl({ address, key, flagKey }: ExampleSettings): CodeExample {
  return {
    id: 'curl',
    label: 'curl',
    code: `curl -s -X POST '${address}/ofrep/v1/evaluate/flags/${flagKey}' \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '{"context": {"targetingKey": "${USER}"}}'`,
  };
}

const JAVASCRIPT = {
  boolean: ['getBooleanValue', 'false'],
  string: ['getStringValue', "'default'"],
  number: ['getNumberValue', '0'],
  json: ['getObjectValue', '{}'],
} as const;

function node({ address, key, flagKey, flagType }: ExampleSettings): CodeExample {
  const [method, codeDefault] = JAVASCRIPT[flagType];
  return {
    id: 'node',
    label: 'JavaScript, server',
    install: 'npm install @openfeature/server-sdk @openfeature/ofrep-provider',
    code: `import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';

await OpenFeature.setProviderAndWait(
  new OFREPProvider({
    baseUrl: '${address}',
    headers: { Authorization: 'Bearer ${key}' },
  }),
);

const client = OpenFeature.getClient();
const value = await client.${method}('${flagKey}', ${codeDefault}, { targetingKey: '${USER}' });
console.log(value);`,
  };
}

function web({ address, key, flagKey, flagType }: ExampleSettings): CodeExample {
  const [method, codeDefault] = JAVASCRIPT[flagType];
  return {
    id: 'web',
    label: 'JavaScript, browser',
    install: 'npm install @openfeature/web-sdk @openfeature/ofrep-web-provider',
    code: `import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature } from '@openfeature/web-sdk';

await OpenFeature.setContext({ targetingKey: '${USER}' });
await OpenFeature.setProviderAndWait(
  new OFREPWebProvider({
    baseUrl: '${address}',
    headers: [['Authorization', 'Bearer ${key}']],
  }),
);

const value = OpenFeature.getClient().${method}('${flagKey}', ${codeDefault});
console.log(value);`,
  };
}

const GO = {
  boolean: ['BooleanValue', 'false'],
  string: ['StringValue', '"default"'],
  number: ['FloatValue', '0'],
  json: ['ObjectValue', 'map[string]any{}'],
} as const;

function go({ address, key, flagKey, flagType }: ExampleSettings): CodeExample {
  const [method, codeDefault] = GO[flagType];
  return {
    id: 'go',
    label: 'Go',
    install:
      'go get github.com/open-feature/go-sdk@latest github.com/open-feature/go-sdk-contrib/providers/ofrep@latest',
    code: `package main

import (
	"context"
	"fmt"
	"log"

	"github.com/open-feature/go-sdk-contrib/providers/ofrep"
	"github.com/open-feature/go-sdk/openfeature"
)

func main() {
	provider := ofrep.NewProvider("${address}", ofrep.WithBearerToken("${key}"))
	if err := openfeature.SetProviderAndWait(provider); err != nil {
		log.Fatal(err)
	}
	client := openfeature.NewClient("my-application")
	user := openfeature.NewEvaluationContext("${USER}", map[string]any{})
	value, err := client.${method}(context.Background(), "${flagKey}", ${codeDefault}, user)
	fmt.Println(value, err)
}`,
  };
}

const JAVA = {
  boolean: ['getBooleanValue', 'false'],
  string: ['getStringValue', '"default"'],
  number: ['getDoubleValue', '0.0'],
  json: ['getObjectValue', 'new Value()'],
} as const;

function java({ address, key, flagKey, flagType }: ExampleSettings): CodeExample {
  const [method, codeDefault] = JAVA[flagType];
  const imports = [
    'com.google.common.collect.ImmutableList',
    'com.google.common.collect.ImmutableMap',
    'dev.openfeature.contrib.providers.ofrep.OfrepProvider',
    'dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions',
    'dev.openfeature.sdk.ImmutableContext',
    'dev.openfeature.sdk.OpenFeatureAPI',
    ...(flagType === 'json' ? ['dev.openfeature.sdk.Value'] : []),
  ];
  return {
    id: 'java',
    label: 'Java',
    install: `// Gradle
implementation 'dev.openfeature:sdk:1.22.0'
implementation 'dev.openfeature.contrib.providers:ofrep:0.0.2'`,
    code: `${imports.map((name) => `import ${name};`).join('\n')}

class Main {
    public static void main(String[] arguments) throws Exception {
        var options = OfrepProviderOptions.builder()
                .baseUrl("${address}")
                .headers(ImmutableMap.of("Authorization", ImmutableList.of("Bearer ${key}")))
                .build();
        var api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait(OfrepProvider.constructProvider(options));
        var user = new ImmutableContext("${USER}");
        System.out.println(api.getClient().${method}("${flagKey}", ${codeDefault}, user));
    }
}`,
  };
}

const PYTHON = {
  boolean: ['get_boolean_value', 'False'],
  string: ['get_string_value', '"default"'],
  number: ['get_float_value', '0.0'],
  json: ['get_object_value', '{}'],
} as const;

function python({ address, key, flagKey, flagType }: ExampleSettings): CodeExample {
  const [method, codeDefault] = PYTHON[flagType];
  return {
    id: 'python',
    label: 'Python',
    install: 'pip install openfeature-sdk openfeature-provider-ofrep',
    code: `from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

api.set_provider(
    OFREPProvider(
        "${address}",
        headers_factory=lambda: {"Authorization": "Bearer ${key}"},
    )
)

value = api.get_client().${method}("${flagKey}", ${codeDefault}, EvaluationContext("${USER}"))
print(value)`,
  };
}

const DOTNET = {
  boolean: ['GetBooleanValueAsync', 'false'],
  string: ['GetStringValueAsync', '"default"'],
  number: ['GetDoubleValueAsync', '0'],
  json: ['GetObjectValueAsync', 'new Value()'],
} as const;

function dotnet({ address, key, flagKey, flagType }: ExampleSettings): CodeExample {
  const [method, codeDefault] = DOTNET[flagType];
  return {
    id: 'dotnet',
    label: '.NET',
    install: 'dotnet add package OpenFeature\ndotnet add package OpenFeature.Providers.Ofrep',
    code: `using OpenFeature;
using OpenFeature.Model;
using OpenFeature.Providers.Ofrep;
using OpenFeature.Providers.Ofrep.Configuration;

var options = new OfrepOptions("${address}")
{
    Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${key}" },
};
await Api.Instance.SetProviderAsync(new OfrepProvider(options));

var user = EvaluationContext.Builder().SetTargetingKey("${USER}").Build();
var value = await Api.Instance.GetClient().${method}("${flagKey}", ${codeDefault}, user);
Console.WriteLine(value);`,
  };
}
