// Evaluates flags with OpenFeature's SDK for Go and its OFREP provider. It reads requests from standard input, one JSON
// object a line, and writes what an application gets, one JSON object a line.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/open-feature/go-sdk-contrib/providers/ofrep"
	"github.com/open-feature/go-sdk/openfeature"
)

type request struct {
	URL         string          `json:"url"`
	Key         string          `json:"key"`
	FlagKey     string          `json:"flagKey"`
	Type        string          `json:"type"`
	CodeDefault json.RawMessage `json:"codeDefault"`
	Context     map[string]any  `json:"context"`
}

type result struct {
	Value     any                      `json:"value"`
	Variant   *string                  `json:"variant"`
	Reason    *string                  `json:"reason"`
	ErrorCode *string                  `json:"errorCode"`
	Metadata  openfeature.FlagMetadata `json:"metadata"`
}

var clients = map[string]*openfeature.Client{}

func main() {
	output := json.NewEncoder(os.Stdout)
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		var call request
		if err := json.Unmarshal(input.Bytes(), &call); err != nil {
			log.Fatal(err)
		}
		answer, err := evaluate(call)
		if err != nil {
			log.Fatal(err)
		}
		if err := output.Encode(answer); err != nil {
			log.Fatal(err)
		}
	}
}

func evaluate(call request) (result, error) {
	client, err := clientOf(call.URL, call.Key)
	if err != nil {
		return result{}, err
	}
	switch call.Type {
	case "boolean":
		return detailsOf(call, client.BooleanValueDetails)
	case "string":
		return detailsOf(call, client.StringValueDetails)
	case "integer":
		return detailsOf(call, client.IntValueDetails)
	case "float":
		return detailsOf(call, client.FloatValueDetails)
	case "object":
		return detailsOf(call, client.ObjectValueDetails)
	}
	return result{}, fmt.Errorf("unknown type %q", call.Type)
}

// clientOf returns the client of an edge and a key. It keeps its connections, as that of an application does.
func clientOf(url string, key string) (*openfeature.Client, error) {
	domain := url + " " + key
	if client, ok := clients[domain]; ok {
		return client, nil
	}
	provider := ofrep.NewProvider(url, ofrep.WithBearerToken(key))
	if err := openfeature.SetNamedProviderAndWait(domain, provider); err != nil {
		return nil, err
	}
	clients[domain] = openfeature.NewClient(domain)
	return clients[domain], nil
}

type evaluation[T any] func(
	context.Context, string, T, openfeature.EvaluationContext, ...openfeature.Option,
) (openfeature.GenericEvaluationDetails[T], error)

func detailsOf[T any](call request, method evaluation[T]) (result, error) {
	var codeDefault T
	if err := json.Unmarshal(call.CodeDefault, &codeDefault); err != nil {
		return result{}, err
	}
	// The error repeats the error code of the details.
	details, _ := method(context.Background(), call.FlagKey, codeDefault, contextOf(call.Context))
	return result{
		Value:     details.Value,
		Variant:   orNil(details.Variant),
		Reason:    orNil(string(details.Reason)),
		ErrorCode: orNil(string(details.ErrorCode)),
		Metadata:  orEmpty(details.FlagMetadata),
	}, nil
}

func contextOf(attributes map[string]any) openfeature.EvaluationContext {
	targetingKey, ok := attributes["targetingKey"].(string)
	if !ok {
		return openfeature.NewTargetlessEvaluationContext(attributes)
	}
	delete(attributes, "targetingKey")
	return openfeature.NewEvaluationContext(targetingKey, attributes)
}

func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func orEmpty(metadata openfeature.FlagMetadata) openfeature.FlagMetadata {
	if metadata == nil {
		return openfeature.FlagMetadata{}
	}
	return metadata
}
