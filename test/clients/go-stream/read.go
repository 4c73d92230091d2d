// Reads an event stream as Go's HTTP client gives it, and prints the length of each data line when it arrives.
package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"strings"
)

func main() {
	response, err := http.Get(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer response.Body.Close()
	lines := bufio.NewReader(response.Body)
	for {
		line, err := lines.ReadString('\n')
		if data, found := strings.CutPrefix(line, "data: "); found {
			fmt.Println(len(data) - 1)
		}
		if err != nil {
			fmt.Println("end:", err)
			return
		}
	}
}
