// Reads the event stream at a URL with the named package, and prints each event as a line of JSON.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"github.com/launchdarkly/eventsource"
	r3labs "github.com/r3labs/sse/v2"
	tmaxmax "github.com/tmaxmax/go-sse"
)

type event struct {
	Event string `json:"event"`
	ID    string `json:"id"`
	Data  string `json:"data"`
}

func report(name, id, data string) {
	line, err := json.Marshal(event{name, id, data})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

func readWithLaunchDarkly(url string) error {
	stream, err := eventsource.SubscribeWithURL(url)
	if err != nil {
		return err
	}
	for {
		select {
		case received := <-stream.Events:
			report(received.Event(), received.Id(), received.Data())
		case err := <-stream.Errors:
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

func readWithR3labs(url string) error {
	return r3labs.NewClient(url).SubscribeRaw(func(received *r3labs.Event) {
		report(string(received.Event), string(received.ID), string(received.Data))
	})
}

func readWithTmaxmax(url string) error {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	connection := tmaxmax.NewConnection(request)
	connection.SubscribeToAll(func(received tmaxmax.Event) {
		report(received.Type, received.LastEventID, received.Data)
	})
	return connection.Connect()
}

func main() {
	readers := map[string]func(string) error{
		"launchdarkly/eventsource": readWithLaunchDarkly,
		"r3labs/sse":               readWithR3labs,
		"tmaxmax/go-sse":           readWithTmaxmax,
	}
	if err := readers[os.Args[1]](os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
